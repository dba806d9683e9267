package dev.barre.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The table of the arms. */
final class Arms {
    private static final Map<String, ArmInfo> ALL = new LinkedHashMap<>();

    static {
        Module barre = new Module("arms-barre", "dev.barre.benchmarks.barre.BarreArms");
        barre.arm(
                "raw-bytes",
                "raw KafkaConsumer, nothing decoded",
                "one thread; defaults of Kafka; values are looked at as bytes: the limit of the client");
        barre.arm(
                "raw-jackson",
                "raw KafkaConsumer + Jackson, by hand",
                "one thread; defaults of Kafka; one ObjectReader; where values are validated one Validator of Hibernate");
        barre.arm(
                "bare-threads",
                "threads that only do the work",
                "no Kafka at all: as many threads as records at a time, what the machine allows");
        barre.arm("barre-poll", "Barre, Consumer.poll", "defaults; String keys, typed values");
        barre.arm("barre-poll-payload", "Barre, Consumer.pollPayload", "defaults; typed values");
        barre.arm("barre-batch", "Barre, listener of batches", "defaults: one lane");
        barre.arm("barre-record", "Barre, listener of records", "defaults: one lane");
        barre.arm(
                "barre-batch-partition-lanes",
                "Barre, batches, a lane per partition",
                "Lanes.byPartition(), else defaults");
        barre.arm(
                "barre-partition-lanes", "Barre, records, a lane per partition", "Lanes.byPartition(), else defaults");
        barre.arm("barre-key-lanes", "Barre, records, lanes by key", "Lanes.byKey(width of the case), else defaults");
        barre.arm("barre-unordered", "Barre, records, unordered", "Lanes.unordered(width of the case), else defaults");
        barre.arm(
                "raw-producer",
                "raw KafkaProducer + Jackson, by hand",
                "one thread; defaults of Kafka (acks=all, idempotent, linger.ms=5); one ObjectWriter");
        barre.arm("barre-producer", "Barre, Producer", "ProducerConfiguration.durable(): as the defaults of Kafka");
        Module spring = new Module("arms-spring", "dev.barre.benchmarks.spring.SpringArms");
        String container =
                "ConcurrentMessageListenerContainer, AckMode.BATCH (default), JacksonJsonDeserializer without"
                        + " type headers, listener interface called without reflection; bad values: ErrorHandlingDeserializer and"
                        + " a DefaultErrorHandler that neither logs nor seeks; concurrency ";
        spring.arm("spring-record", "spring-kafka, record listener", container + "1 (default)");
        spring.arm("spring-batch", "spring-kafka, batch listener", container + "1 (default)");
        spring.arm("spring-record-concurrent", "spring-kafka, records, concurrent", container + "one per partition");
        spring.arm("spring-batch-concurrent", "spring-kafka, batches, concurrent", container + "one per partition");
        spring.arm(
                "spring-template",
                "spring-kafka, KafkaTemplate",
                "JacksonJsonSerializer without type headers, defaults of Kafka");
        Module kafka39 = new Module("arms-kafka39", "dev.barre.benchmarks.kafka39.Kafka39Arms");
        kafka39.arm("reactor", "reactor-kafka", "receiveAutoAck(), one ObjectReader by hand");
        kafka39.arm("reactor-sender", "reactor-kafka, KafkaSender", "defaults; one ObjectWriter by hand");
        kafka39.arm(
                "parallel-consumer",
                "Parallel Consumer, key order",
                "ordering KEY (default), maxConcurrency of the case, commits asynchronous (default); one ObjectReader by hand");
        kafka39.arm(
                "parallel-consumer-unordered",
                "Parallel Consumer, unordered",
                "ordering UNORDERED, else as in the order of keys");
        Module smallrye = new Module("arms-smallrye", "dev.barre.benchmarks.smallrye.SmallRyeArms");
        String channel =
                "channel of Weld SE, commit-strategy throttled (default), Jackson in the deserializer, bad values"
                        + " with fail-on-deserialization-failure=false; ";
        smallrye.arm("smallrye", "SmallRye, records", channel + "@Incoming method of a ConsumerRecord");
        smallrye.arm(
                "smallrye-batch", "SmallRye, batches", channel + "batch=true, @Incoming method of ConsumerRecords");
    }

    private Arms() {}

    /** The arms of one module are put in the table by it. */
    private record Module(String folder, String mainClass) {
        private void arm(String name, String text, String configuration) {
            ALL.put(name, new ArmInfo(name, folder, mainClass, text, configuration));
        }
    }

    static List<ArmInfo> all() {
        return List.copyOf(ALL.values());
    }

    static Optional<ArmInfo> named(String name) {
        return Optional.ofNullable(ALL.get(name));
    }
}
