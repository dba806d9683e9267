package dev.barre.benchmarks;

import dev.barre.kafka.embedded.EmbeddedKafka;
import java.io.IOException;

/** A broker in a process of its own: prints its address, and ends when its input does. */
final class BrokerProcess {
    private BrokerProcess() {}

    public static void main(String[] arguments) throws IOException {
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            System.out.println("bootstrap " + kafka.bootstrapServers());
            while (System.in.read() >= 0) {
                // Lives as long as the process that has started it.
            }
        }
    }
}
