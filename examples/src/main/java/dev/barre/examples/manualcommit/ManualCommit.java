package dev.barre.examples.manualcommit;

import dev.barre.examples.Arrivals;
import dev.barre.examples.ExampleBroker;
import dev.barre.kafka.Caller;
import dev.barre.kafka.Consumer;
import dev.barre.kafka.ConsumerConfiguration;
import dev.barre.kafka.ConsumerRecord;
import dev.barre.kafka.Listener;
import dev.barre.kafka.OffsetReset;
import dev.barre.kafka.PartitionOffset;
import dev.barre.kafka.Producer;
import dev.barre.kafka.ProducerConfiguration;
import dev.barre.kafka.ProducerRecord;
import dev.barre.kafka.Service;
import dev.barre.kafka.TopicPartition;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Commits by itself: with {@code autoCommit(false)} nothing is committed but what the service says, here after every full
 * page of ten payments. What does not fill a page stays uncommitted, and the next member of the group gets it again.
 */
public final class ManualCommit {
    private static final int PAYMENTS = 57;
    private static final int PAGE = 10;

    private ManualCommit() {}

    /** A payment that was received. */
    public record Payment(String account, long cents) {}

    /** How many payments came, and the next offset that the group will read. */
    public record Result(int payments, long committed) {}

    /** Takes {@code --bootstrap-servers}, or runs on a broker in this JVM. */
    public static void main(String[] args) {
        ExampleBroker.run(args, ManualCommit::run);
    }

    /** Produces payments and books them page by page. */
    public static Result run(String bootstrapServers) {
        String topic = ExampleBroker.newTopic(bootstrapServers, "payments", 1);
        try (Producer producer = Producer.create(bootstrapServers, ProducerConfiguration.durable())) {
            producer.sendAll(IntStream.range(0, PAYMENTS)
                            .mapToObj(i -> ProducerRecord.of(topic, new Payment("account-" + i % 5, 100L * i)))
                            .toList())
                    .throwIfFailed();
        }

        ConsumerConfiguration configuration = ConsumerConfiguration.builder()
                .groupId(topic + "-group")
                .topics(topic)
                .offsetReset(OffsetReset.EARLIEST)
                .autoCommit(false)
                .build();
        Ledger ledger = new Ledger();
        try (Listener listener = Listener.create(bootstrapServers, configuration)) {
            listener.attach(ledger);
            listener.start();
            ledger.expected.await();
            listener.gracefulStop();
        }
        try (Consumer consumer = Consumer.create(bootstrapServers, configuration)) {
            long committed = consumer.getCommittedOffset(new TopicPartition(topic, 0))
                    .map(PartitionOffset::offset)
                    .orElse(0L);
            return new Result(ledger.booked, committed);
        }
    }

    /** Books payments; used by the one thread of its lane. */
    static final class Ledger implements Service {
        private final Arrivals expected = new Arrivals(PAYMENTS);
        private int booked;

        /** Called by the listener with each batch, and with what can commit. */
        public void onConsumerRecord(Caller caller, List<ConsumerRecord<String, Payment>> records) {
            for (ConsumerRecord<String, Payment> record : records) {
                booked++;
                if (booked % PAGE == 0) {
                    PartitionOffset at = record.offset();
                    // A committed offset is the next one to read.
                    caller.commitOffset(List.of(new PartitionOffset(at.partition(), at.offset() + 1)));
                }
                expected.arrived();
            }
        }
    }
}
