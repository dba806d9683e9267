package dev.barre.benchmarks;

import dev.barre.kafka.embedded.BrokerSecurity;
import dev.barre.kafka.embedded.CertificateAuthority;
import dev.barre.kafka.embedded.EmbeddedKafka;
import dev.barre.kafka.security.SecurityProtocol;
import java.io.IOException;
import java.io.PrintStream;

/** The JVM of the broker: says where it is and ends with its input. */
final class BrokerProgram {
    static final String READY = "ready ";
    static final String SECURED = "secured";

    private BrokerProgram() {}

    /** @param arguments {@link #SECURED} for a broker with TLS, or nothing */
    public static void main(String[] arguments) throws IOException {
        PrintStream answers = System.out;
        System.setOut(System.err);
        try (CertificateAuthority authority = CertificateAuthority.create()) {
            if (arguments.length > 0 && arguments[0].equals(SECURED)) {
                BrokerSecurity security = BrokerSecurity.with(authority).user("benchmark", "of-a-benchmark");
                try (EmbeddedKafka kafka =
                        EmbeddedKafka.builder().security(security).start()) {
                    answers.println(
                            READY + kafka.bootstrapServers(SecurityProtocol.SSL) + " " + authority.certificatePem());
                    awaitEndOfInput();
                }
            } else {
                try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
                    answers.println(READY + kafka.bootstrapServers());
                    awaitEndOfInput();
                }
            }
        }
        Runtime.getRuntime().halt(0);
    }

    private static void awaitEndOfInput() throws IOException {
        while (System.in.read() >= 0) {
            // Nothing is said there.
        }
    }
}
