package dev.barre.kafka.interop;

import java.util.List;
import org.apache.kafka.clients.consumer.MockConsumer;

/** Native consumers over Kafka's own mock, for commits that fail. */
public final class MockedConsumers {
    private MockedConsumers() {}

    public static NativeConsumer over(MockConsumer<byte[], byte[]> kafka, FailureFactory failures) {
        return new NativeConsumer(
                kafka, List.of("localhost:9092"), new KafkaCalls("consumer", failures), System::nanoTime);
    }
}
