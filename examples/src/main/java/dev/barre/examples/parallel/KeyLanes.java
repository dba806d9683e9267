package dev.barre.examples.parallel;

import dev.barre.examples.Arrivals;
import dev.barre.examples.ExampleBroker;
import dev.barre.kafka.ConsumerConfiguration;
import dev.barre.kafka.ConsumerRecord;
import dev.barre.kafka.Lanes;
import dev.barre.kafka.Listener;
import dev.barre.kafka.ListenerOptions;
import dev.barre.kafka.OffsetReset;
import dev.barre.kafka.Producer;
import dev.barre.kafka.ProducerConfiguration;
import dev.barre.kafka.ProducerRecord;
import dev.barre.kafka.Service;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Handles many records at the same time without giving up the order of a key: one partition, 64 lanes, and a handler that takes two
 * milliseconds for each record. The same records are handled one by one first.
 */
public final class KeyLanes {
    private static final int VISITS = 1_000;
    private static final int CUSTOMERS = 200;
    private static final int WIDTH = 64;
    private static final long MILLIS_EACH = 2;

    private KeyLanes() {}

    /** A visit of a customer, by its number among all of them. */
    public record Visit(int number) {}

    /**
     * Two passes over the same records.
     *
     * @param sequential how long it took one by one
     * @param byKey how long it took in lanes by key
     * @param isInOrder whether the visits of each customer were handled in their order, in both passes
     */
    public record Result(Duration sequential, Duration byKey, boolean isInOrder) {
        /** How many times faster the lanes are. */
        public double speedUp() {
            return (double) sequential.toNanos() / byKey.toNanos();
        }

        @Override
        public String toString() {
            return String.format(
                    "%d records of %d keys, %d ms each: %d ms one by one, %d ms in %d lanes by key, %.1f times as fast; each key %s",
                    VISITS,
                    CUSTOMERS,
                    MILLIS_EACH,
                    sequential.toMillis(),
                    byKey.toMillis(),
                    WIDTH,
                    speedUp(),
                    isInOrder ? "in order" : "OUT OF ORDER");
        }
    }

    /** Takes {@code --bootstrap-servers}, or runs on a broker in this JVM. */
    public static void main(String[] args) {
        ExampleBroker.run(args, KeyLanes::run);
    }

    /** Produces visits into one partition and handles them twice. */
    public static Result run(String bootstrapServers) {
        String topic = ExampleBroker.newTopic(bootstrapServers, "visits", 1);
        try (Producer producer = Producer.create(bootstrapServers, ProducerConfiguration.durable())) {
            producer.sendAll(IntStream.range(0, VISITS)
                            .mapToObj(i -> ProducerRecord.of(topic, "customer-" + i % CUSTOMERS, new Visit(i)))
                            .toList())
                    .throwIfFailed();
        }
        Visits oneByOne = handled(bootstrapServers, topic, "sequential", Lanes.sequential());
        Visits inLanes = handled(bootstrapServers, topic, "by-key", Lanes.byKey(WIDTH));
        return new Result(oneByOne.took(), inLanes.took(), oneByOne.isInOrder() && inLanes.isInOrder());
    }

    private static Visits handled(String bootstrapServers, String topic, String group, Lanes lanes) {
        ConsumerConfiguration configuration = ConsumerConfiguration.builder()
                .groupId(topic + '-' + group)
                .topics(topic)
                .offsetReset(OffsetReset.EARLIEST)
                .build();
        Visits visits = new Visits();
        try (Listener listener = Listener.create(
                bootstrapServers,
                configuration,
                ListenerOptions.builder().lanes(lanes).build())) {
            listener.attach(visits);
            listener.start();
            visits.expected.await();
            listener.gracefulStop();
        }
        return visits;
    }

    /** Takes its time for each visit; called on many threads at once where the lanes say so. */
    static final class Visits implements Service {
        private final Arrivals expected = new Arrivals(VISITS);
        private final Map<String, List<Integer>> numbersByCustomer = new ConcurrentHashMap<>();
        private final AtomicLong firstNanos = new AtomicLong();
        private final AtomicLong lastNanos = new AtomicLong();

        /** Called by the listener with each record; never twice at a time for one key. */
        public void onConsumerRecord(ConsumerRecord<String, Visit> record, Visit visit) throws InterruptedException {
            firstNanos.compareAndSet(0, System.nanoTime());
            TimeUnit.MILLISECONDS.sleep(MILLIS_EACH);
            numbersByCustomer
                    .computeIfAbsent(record.key(), customer -> new CopyOnWriteArrayList<>())
                    .add(visit.number());
            lastNanos.accumulateAndGet(System.nanoTime(), Math::max);
            expected.arrived();
        }

        Duration took() {
            return Duration.ofNanos(lastNanos.get() - firstNanos.get());
        }

        boolean isInOrder() {
            return numbersByCustomer.values().stream()
                    .allMatch(numbers ->
                            numbers.equals(numbers.stream().sorted().distinct().toList()));
        }
    }
}
