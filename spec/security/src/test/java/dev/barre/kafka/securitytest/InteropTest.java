package dev.barre.kafka.securitytest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.barre.kafka.Consumer;
import dev.barre.kafka.Producer;
import dev.barre.kafka.ProducerRecord;
import dev.barre.kafka.security.AuthenticationConfiguration;
import dev.barre.kafka.security.SecureSocket;
import dev.barre.kafka.security.SecurityProtocol;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Independent clients on the same secured brokers with the same certificates, both ways: {@code kcat} and {@code confluent-kafka-python}, which
 * {@code .ci/run} installs from Debian. Skipped, and said so, where a machine has them not. Not by SCRAM: librdkafka before 2.6.1, which Debian 12
 * has, cannot log in so to brokers of Kafka 4 (edenhill/kcat#462).
 */
@Execution(ExecutionMode.SAME_THREAD)
class InteropTest {
    private static final Path PYTHON = Path.of("/usr/bin/python3");
    private static final long PATIENCE_SECONDS = 40;

    private static Secured secured;

    @BeforeAll
    static void open() {
        secured = new Secured();
        secured.kafka.allowGroup(Secured.ALICE, "interop");
    }

    @AfterAll
    static void close() {
        secured.close();
    }

    /** How a client of librdkafka, and one of ours, come to the same listener. */
    private record Way(String name, Access access, List<String> librdkafka) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<String> ways() {
        return Stream.of("PLAIN", "certificate");
    }

    private static Way way(String name) {
        SecureSocket socket = secured.socket();
        String ca = "ssl.ca.location=" + secured.authority.certificatePem();
        if (name.equals("certificate")) {
            return new Way(
                    name,
                    access(
                            secured.kafka.mutualTlsServers(),
                            SecurityProtocol.SSL,
                            socket.withKey(Secured.pem(secured.alice)),
                            Optional.empty()),
                    List.of(
                            "security.protocol=SSL",
                            ca,
                            "ssl.certificate.location=" + secured.alice.certificatePem(),
                            "ssl.key.location=" + secured.alice.keyPem()));
        }
        AuthenticationConfiguration auth = AuthenticationConfiguration.plain(Secured.ALICE, Secured.PASSWORD);
        return new Way(
                name,
                access(
                        secured.kafka.bootstrapServers(SecurityProtocol.SASL_SSL),
                        SecurityProtocol.SASL_SSL,
                        socket,
                        Optional.of(auth)),
                List.of(
                        "security.protocol=SASL_SSL",
                        ca,
                        "sasl.mechanisms=" + name,
                        "sasl.username=" + Secured.ALICE,
                        "sasl.password=" + Secured.PASSWORD));
    }

    private static Access access(
            String servers,
            SecurityProtocol protocol,
            SecureSocket socket,
            Optional<AuthenticationConfiguration> auth) {
        return new Access(servers, protocol, Optional.of(socket), auth, Secured.TOPIC, "interop");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void kcat_writesWhatWeRead_andReadsWhatWeWrite(String name) throws Exception {
        assumeTrue(hasCommand("kcat"), "kcat is not installed: apt-get install kcat");
        Way way = way(name);
        String theirs = "from kcat by " + name;
        List<String> connect = new ArrayList<>(List.of("kcat", "-b", way.access.servers(), "-t", Secured.TOPIC));
        way.librdkafka.forEach(property -> connect.addAll(List.of("-X", property)));
        run(theirs, with(connect, "-P"));
        awaitRead(way, theirs);

        String ours = "from Barre to kcat by " + name;
        write(way, ours);
        assertThat(run("", with(connect, "-C", "-e", "-q", "-o", "beginning"))).contains(ours);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void confluentPython_writesWhatWeRead_andReadsWhatWeWrite(String name) throws Exception {
        assumeTrue(
                Files.isExecutable(PYTHON) && succeeds(PYTHON.toString(), "-c", "import confluent_kafka"),
                "confluent-kafka is not installed: apt-get install python3-confluent-kafka");
        Way way = way(name);
        String theirs = "from Python by " + name;
        python("write", theirs, way);
        awaitRead(way, theirs);

        String ours = "from Barre to Python by " + name;
        write(way, ours);
        python("read", ours, way);
    }

    private static void python(String action, String value, Way way) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                PYTHON.toString(),
                script().toString(),
                action,
                Secured.TOPIC,
                value,
                "bootstrap.servers=" + way.access.servers()));
        command.add("group.id=interop");
        command.addAll(way.librdkafka);
        run("", command);
    }

    private static Path script() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(InteropTest.class.getResource("/interop/confluent_client.py"))
                .toURI());
    }

    private static void write(Way way, String value) {
        try (Producer producer = Producer.create(way.access.servers(), ClientKind.producing(way.access))) {
            producer.send(ProducerRecord.of(Secured.TOPIC, value));
        }
    }

    private static void awaitRead(Way way, String value) {
        Instant end = Instant.now().plusSeconds(PATIENCE_SECONDS);
        try (Consumer consumer = Consumer.create(way.access.servers(), ClientKind.consuming(way.access))) {
            while (!consumer.pollPayload(Duration.ofMillis(200), String.class).contains(value)) {
                assertThat(Instant.now()).as("until " + value + " has come").isBefore(end);
            }
        }
    }

    private static List<String> with(List<String> command, String... more) {
        return Stream.concat(command.stream(), Stream.of(more)).toList();
    }

    private static boolean hasCommand(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }

    private static boolean succeeds(String... command) throws Exception {
        return new ProcessBuilder(command).start().waitFor() == 0;
    }

    /** What the command prints; fails where it does. */
    private static String run(String input, List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("interop", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            try (var in = process.getOutputStream()) {
                in.write(input.getBytes(UTF_8));
            }
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            process.destroyForcibly();
            String text = Files.readString(output);
            assertThat(ended).as("ended in time: " + text).isTrue();
            assertThat(process.exitValue()).as(text).isZero();
            return text;
        } finally {
            Files.delete(output);
        }
    }
}
