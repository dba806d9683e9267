package dev.barre.kafka.interop;

import org.apache.kafka.clients.producer.MockProducer;

/** Native producers over Kafka's own mock, for tests that need a send to fail at a certain moment. */
public final class MockedProducers {
    private MockedProducers() {}

    public static NativeProducer over(MockProducer<byte[], byte[]> kafka, FailureFactory failures) {
        return new NativeProducer(kafka, new KafkaCalls("producer", failures));
    }
}
