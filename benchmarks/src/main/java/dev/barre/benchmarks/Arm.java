package dev.barre.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.barre.kafka.Consumer;
import dev.barre.kafka.ConsumerConfiguration;
import dev.barre.kafka.ConsumerRecord;
import dev.barre.kafka.Listener;
import dev.barre.kafka.OffsetReset;
import dev.barre.kafka.Service;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** One way to consume the whole topic; run in a JVM of its own. Every arm sees to it that no record is optimised away. */
enum Arm {
    RAW_BYTES("raw KafkaConsumer, nothing decoded") {
        @Override
        void consume(String servers, String topic, Progress progress) {
            try (var consumer = new KafkaConsumer<>(
                    properties(servers), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                consumer.subscribe(List.of(topic));
                while (!progress.isDone()) {
                    for (var consumed : consumer.poll(Duration.ofSeconds(1))) {
                        progress.one(consumed.value().length);
                    }
                }
            }
        }
    },
    RAW_JACKSON("raw KafkaConsumer + Jackson, by hand") {
        @Override
        void consume(String servers, String topic, Progress progress) throws IOException {
            ObjectReader orders = new ObjectMapper().readerFor(Order.class);
            try (var consumer =
                    new KafkaConsumer<>(properties(servers), new StringDeserializer(), new ByteArrayDeserializer())) {
                consumer.subscribe(List.of(topic));
                while (!progress.isDone()) {
                    for (var consumed : consumer.poll(Duration.ofSeconds(1))) {
                        Order order = orders.readValue(consumed.value());
                        progress.one(consumed.key().length() + order.lines().size());
                    }
                }
            }
        }
    },
    BARRE_POLL("Consumer.poll, typed") {
        @Override
        void consume(String servers, String topic, Progress progress) {
            try (var consumer = Consumer.create(servers, configuration(topic))) {
                while (!progress.isDone()) {
                    for (var consumed : consumer.poll(Duration.ofSeconds(1), String.class, Order.class)) {
                        progress.one(consumed.key().length()
                                + consumed.value().lines().size());
                    }
                }
            }
        }
    },
    BARRE_POLL_PAYLOAD("Consumer.pollPayload, typed") {
        @Override
        void consume(String servers, String topic, Progress progress) {
            try (var consumer = Consumer.create(servers, configuration(topic))) {
                while (!progress.isDone()) {
                    for (Order order : consumer.pollPayload(Duration.ofSeconds(1), Order.class)) {
                        progress.one(order.lines().size());
                    }
                }
            }
        }
    },
    BARRE_LISTENER("Listener, batches of records") {
        @Override
        void consume(String servers, String topic, Progress progress) throws InterruptedException {
            CountDownLatch done = new CountDownLatch(1);
            try (var listener = Listener.create(servers, configuration(topic))) {
                listener.attach(Service.ofRecords(
                        String.class, Order.class, (List<ConsumerRecord<String, Order>> batch) -> {
                            for (var consumed : batch) {
                                progress.one(consumed.key().length()
                                        + consumed.value().lines().size());
                            }
                            if (progress.isDone()) {
                                done.countDown();
                            }
                        }));
                listener.start();
                done.await();
            }
        }
    },
    BARRE_LISTENER_LANES("Listener, batches, a lane per partition") {
        @Override
        void consume(String servers, String topic, Progress progress) throws InterruptedException {
            CountDownLatch done = new CountDownLatch(1);
            var config =
                    configuration(topic).toBuilder().decoupleProcessing(true).build();
            try (var listener = Listener.create(servers, config)) {
                listener.attach(Service.ofRecords(
                        String.class, Order.class, (List<ConsumerRecord<String, Order>> batch) -> {
                            long sum = 0;
                            for (var consumed : batch) {
                                sum += consumed.key().length()
                                        + consumed.value().lines().size();
                            }
                            if (progress.many(batch.size(), sum)) {
                                done.countDown();
                            }
                        }));
                listener.start();
                done.await();
            }
        }
    };

    private final String text;

    Arm(String text) {
        this.text = text;
    }

    /** What the table calls it. */
    String text() {
        return text;
    }

    /** Consumes until {@code progress} is done. */
    abstract void consume(String servers, String topic, Progress progress) throws Exception;

    static Map<String, Object> properties(String servers) {
        return Map.of(
                "bootstrap.servers",
                servers,
                "group.id",
                "benchmark-" + UUID.randomUUID(),
                "auto.offset.reset",
                "earliest");
    }

    static ConsumerConfiguration configuration(String topic) {
        return ConsumerConfiguration.builder()
                .groupId("benchmark-" + UUID.randomUUID())
                .topics(topic)
                .offsetReset(OffsetReset.EARLIEST)
                .build();
    }

    /**
     * Runs one arm: some passes over the topic to warm up, then one that counts.
     *
     * @param arguments servers, topic, records, arm, warm-up passes
     */
    public static void main(String[] arguments) throws Exception {
        // The last fifth is not measured: a fetch of partitions that have come to their end is held by the broker, and
        // the others wait behind it for up to fetch.max.wait.ms, in every arm alike and by chance.
        long records = Long.parseLong(arguments[2]) * 4 / 5;
        Arm arm = valueOf(arguments[3]);
        double last = 0;
        for (int pass = 0; pass <= Integer.parseInt(arguments[4]); pass++) {
            Progress progress = new Progress(records);
            arm.consume(arguments[0], arguments[1], progress);
            last = progress.recordsPerSecond();
        }
        System.out.println("records/s " + Math.round(last));
    }

    /** Counts records and times them from the first one on, so that joining the group does not count. */
    static final class Progress {
        private final long records;
        private final AtomicLong shared = new AtomicLong();
        private long reached;
        private long seen;
        private long checksum;
        private long firstNanos;
        private volatile long lastNanos;

        Progress(long records) {
            this.records = records;
        }

        /** By one thread. */
        void one(long check) {
            if (seen++ == 0) {
                firstNanos = System.nanoTime();
            }
            checksum += check;
            if (seen == records) {
                reached = seen;
                lastNanos = System.nanoTime();
            }
        }

        /** By several threads; returns whether that was the last. */
        boolean many(int count, long check) {
            long before = shared.getAndAdd(count);
            synchronized (this) {
                checksum += check;
                if (firstNanos == 0) {
                    firstNanos = System.nanoTime();
                }
            }
            if (before < records && before + count >= records) {
                reached = before + count;
                lastNanos = System.nanoTime();
                return true;
            }
            return false;
        }

        boolean isDone() {
            return lastNanos != 0;
        }

        double recordsPerSecond() {
            if (checksum == 0) {
                throw new IllegalStateException("The records were not looked at");
            }
            return reached * 1e9 / (lastNanos - firstNanos);
        }
    }
}
