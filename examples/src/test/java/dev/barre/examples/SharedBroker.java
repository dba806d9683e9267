package dev.barre.examples;

import dev.barre.kafka.embedded.EmbeddedKafka;

/** One broker for all tests of this JVM; it closes itself when the JVM ends. */
public final class SharedBroker {
    private static final EmbeddedKafka KAFKA = EmbeddedKafka.start();

    private SharedBroker() {}

    public static String bootstrapServers() {
        return KAFKA.bootstrapServers();
    }
}
