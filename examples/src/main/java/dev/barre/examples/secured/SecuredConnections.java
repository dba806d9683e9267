package dev.barre.examples.secured;

import dev.barre.kafka.ClientConfiguration;
import dev.barre.kafka.Consumer;
import dev.barre.kafka.ConsumerConfiguration;
import dev.barre.kafka.OffsetReset;
import dev.barre.kafka.Producer;
import dev.barre.kafka.ProducerConfiguration;
import dev.barre.kafka.ProducerRecord;
import dev.barre.kafka.embedded.BrokerSecurity;
import dev.barre.kafka.embedded.CertificateAuthority;
import dev.barre.kafka.embedded.EmbeddedKafka;
import dev.barre.kafka.embedded.Identity;
import dev.barre.kafka.embedded.TokenIssuer;
import dev.barre.kafka.security.AuthenticationConfiguration;
import dev.barre.kafka.security.BearerToken;
import dev.barre.kafka.security.CertKey;
import dev.barre.kafka.security.SecureSocket;
import dev.barre.kafka.security.SecurityProtocol;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Produces and consumes over TLS, mutual TLS, SCRAM and OAuth, each on a secured broker in this JVM. {@code mvn -q -Psecured} runs it.
 */
public final class SecuredConnections {
    private static final String TOPIC = "payments";
    private static final String PASSWORD = "a-password-of-an-example";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private SecuredConnections() {}

    /**
     * One way to come to the broker.
     *
     * @param name what it is called
     * @param servers the listener for it
     */
    private record Way(
            String name,
            String servers,
            SecurityProtocol protocol,
            SecureSocket socket,
            Optional<AuthenticationConfiguration> auth) {
        private <B extends ClientConfiguration.Builder<B>> B configured(B builder) {
            builder.securityProtocol(protocol).secureSocket(socket);
            auth.ifPresent(builder::auth);
            return builder;
        }
    }

    /** Runs all of them. */
    public static void main(String[] args) {
        run().forEach(System.out::println);
        // A broker that checks tokens leaves threads behind that would keep the JVM alive.
        System.exit(0);
    }

    /** A line for each way, in the order in which they were tried. */
    public static List<String> run() {
        try (CertificateAuthority authority = CertificateAuthority.create();
                TokenIssuer tokens = TokenIssuer.start();
                EmbeddedKafka kafka = EmbeddedKafka.builder()
                        .security(BrokerSecurity.with(authority)
                                .user("billing", PASSWORD)
                                .tokens(tokens))
                        .start()) {
            kafka.createTopic(TOPIC, 1);
            List<String> lines = new ArrayList<>();
            for (Way way : ways(kafka, authority, tokens)) {
                String sent = "paid over " + way.name;
                send(way, sent);
                lines.add(way.name + ": sent and received \"" + received(way, sent) + "\"");
            }
            return lines;
        }
    }

    private static List<Way> ways(EmbeddedKafka kafka, CertificateAuthority authority, TokenIssuer tokens) {
        SecureSocket trusting = SecureSocket.of(authority.certificatePem().toString());
        Identity client = authority.client("billing");
        SecureSocket withKey = trusting.withKey(
                new CertKey(client.certificatePem().toString(), client.keyPem().toString()));
        String secured = kafka.bootstrapServers(SecurityProtocol.SASL_SSL);
        return List.of(
                new Way(
                        "TLS",
                        kafka.bootstrapServers(SecurityProtocol.SSL),
                        SecurityProtocol.SSL,
                        trusting,
                        Optional.empty()),
                new Way("mutual TLS", kafka.mutualTlsServers(), SecurityProtocol.SSL, withKey, Optional.empty()),
                new Way(
                        "SCRAM",
                        secured,
                        SecurityProtocol.SASL_SSL,
                        trusting,
                        Optional.of(AuthenticationConfiguration.scramSha512("billing", PASSWORD))),
                new Way(
                        "OAuth",
                        secured,
                        SecurityProtocol.SASL_SSL,
                        trusting,
                        Optional.of(AuthenticationConfiguration.oauthBearer(() -> new BearerToken(
                                tokens.token("billing"), Instant.now().plus(Duration.ofMinutes(10)), "billing")))));
    }

    private static void send(Way way, String text) {
        ProducerConfiguration configuration =
                way.configured(ProducerConfiguration.durable().toBuilder()).build();
        try (Producer producer = Producer.create(way.servers, configuration)) {
            producer.send(ProducerRecord.of(TOPIC, text));
        }
    }

    private static String received(Way way, String text) {
        ConsumerConfiguration configuration = way.configured(ConsumerConfiguration.builder()
                        .groupId("reading-" + way.name)
                        .topics(TOPIC)
                        .offsetReset(OffsetReset.EARLIEST))
                .build();
        Instant end = Instant.now().plus(PATIENCE);
        try (Consumer consumer = Consumer.create(way.servers, configuration)) {
            while (Instant.now().isBefore(end)) {
                if (consumer.pollPayload(Duration.ofMillis(500), String.class).contains(text)) {
                    return text;
                }
            }
        }
        throw new IllegalStateException("over " + way.name + " nothing has come in " + PATIENCE);
    }
}
