package dev.barre.kafka.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barre.kafka.security.AuthenticationConfiguration;
import dev.barre.kafka.security.SaslConversation;
import dev.barre.kafka.security.SaslMechanism;
import dev.barre.kafka.security.Secret;
import dev.barre.kafka.security.SecureSocket;
import dev.barre.kafka.security.SecurityProtocol;
import dev.barre.kafka.security.TokenProvider;
import dev.barre.kafka.security.Trust;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigurationRulesTest {
    private static final TokenProvider NO_TOKENS = () -> {
        throw new IllegalStateException("no token is asked for here");
    };
    private static final AuthenticationConfiguration AUTH = AuthenticationConfiguration.plain("user", "password");
    private static final SecureSocket SOCKET = SecureSocket.of(Trust.jvmDefault());

    static Stream<Arguments> producerConflicts() {
        return Stream.of(
                conflict(
                        producer().set(ProducerProperties.TRANSACTIONAL_ID, "t"),
                        "transactionalId (transactional.id) needs idempotence, but enableIdempotence (enable.idempotence) is false"),
                conflict(
                        producer().set(ProducerProperties.ENABLE_IDEMPOTENCE, true),
                        "enableIdempotence (enable.idempotence) needs acks from all replicas, but acks (acks) is SINGLE: "
                                + "set it to ALL, or begin with ProducerConfiguration.durable()"),
                conflict(
                        idempotent().set(ProducerProperties.RETRY_COUNT, 0),
                        "enableIdempotence (enable.idempotence) needs retries, but retryCount (retries) is 0"),
                conflict(
                        idempotent().set(ProducerProperties.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 6),
                        "enableIdempotence (enable.idempotence) allows at most 5 requests in flight, but "
                                + "maxInFlightRequestsPerConnection (max.in.flight.requests.per.connection) is 6"),
                conflict(
                        producer().set(ProducerProperties.LINGER, Duration.ofSeconds(100)),
                        "linger (linger.ms) is PT1M40S and requestTimeout (request.timeout.ms) is PT30S, together more than the "
                                + "120000 ms of delivery.timeout.ms: lower them, or set it among additionalProperties"),
                conflict(
                        producer().set(CommonProperties.ADDITIONAL_PROPERTIES, Map.of("delivery.timeout.ms", "5000")),
                        "linger (linger.ms) is PT0.005S and requestTimeout (request.timeout.ms) is PT30S, together more than the "
                                + "5000 ms of delivery.timeout.ms: lower them, or set it among additionalProperties"),
                conflict(
                        producer().set(ProducerProperties.BUFFER_MEMORY, 16_383L),
                        "batchSize (batch.size) is 16384, more than all the memory: bufferMemory (buffer.memory) is 16383"),
                conflict(
                        producer()
                                .set(CommonProperties.RECONNECT_BACKOFF_TIME, Duration.ofSeconds(3))
                                .set(ProducerProperties.RECONNECT_BACKOFF_MAX_TIME, Duration.ofSeconds(2)),
                        "reconnectBackoffTime (reconnect.backoff.ms) is PT3S, more than its limit: "
                                + "reconnectBackoffMaxTime (reconnect.backoff.max.ms) is PT2S"),
                conflict(
                        producer()
                                .set(ProducerProperties.ENABLE_IDEMPOTENCE, true)
                                .set(ProducerProperties.ACKS, "ALL")
                                .set(CommonProperties.ADDITIONAL_PROPERTIES, Map.of("acks", "1")),
                        "enableIdempotence (enable.idempotence) needs acks from all replicas, but additionalProperties \"acks\" "
                                + "is SINGLE: set it to ALL, or begin with ProducerConfiguration.durable()"));
    }

    static Stream<Arguments> consumerConflicts() {
        return Stream.of(
                conflict(
                        consumer().set(ConsumerProperties.TOPICS, List.of("t")),
                        "topics needs groupId (group.id): a subscription belongs to a consumer group"),
                conflict(
                        consumer()
                                .set(ConsumerProperties.GROUP_ID, "a")
                                .set(CommonProperties.ADDITIONAL_PROPERTIES, Map.of("group.id", "b")),
                        "groupId (group.id) is a, but additionalProperties \"group.id\" is b: use groupId alone"),
                conflict(
                        newProtocol()
                                .set(ConsumerProperties.SESSION_TIMEOUT, Duration.ofSeconds(9))
                                .set(ConsumerProperties.HEART_BEAT_INTERVAL, Duration.ofSeconds(3))
                                .set(
                                        ConsumerProperties.PARTITION_ASSIGNMENT_STRATEGY,
                                        List.of(RangeAssignor.class.getName())),
                        "sessionTimeout (session.timeout.ms), heartBeatInterval (heartbeat.interval.ms), "
                                + "partitionAssignmentStrategy (partition.assignment.strategy) cannot be set with "
                                + "additionalProperties \"group.protocol\" = consumer, where the brokers decide on it"),
                conflict(
                        consumer()
                                .set(ConsumerProperties.SESSION_TIMEOUT, Duration.ofSeconds(6))
                                .set(ConsumerProperties.HEART_BEAT_INTERVAL, Duration.ofSeconds(6)),
                        "heartBeatInterval (heartbeat.interval.ms) is PT6S, which must be shorter, because "
                                + "sessionTimeout (session.timeout.ms) is PT6S"),
                conflict(
                        consumer().set(ConsumerProperties.FETCH_MAX_WAIT_TIME, Duration.ofSeconds(31)),
                        "fetchMaxWaitTime (fetch.max.wait.ms) is PT31S, more than its limit: "
                                + "requestTimeout (request.timeout.ms) is PT30S"),
                conflict(
                        consumer()
                                .set(ConsumerProperties.FETCH_MIN_BYTES, 2)
                                .set(ConsumerProperties.FETCH_MAX_BYTES, 1),
                        "fetchMinBytes (fetch.min.bytes) is 2, more than its limit: fetchMaxBytes (fetch.max.bytes) is 1"),
                conflict(
                        consumer().set(ConsumerProperties.MAX_POLL_INTERVAL, Duration.ofSeconds(1)),
                        "pollingTimeout is PT1S, which must be shorter, because maxPollInterval (max.poll.interval.ms) is PT1S"),
                conflict(
                        consumer()
                                .set(CommonProperties.RECONNECT_BACKOFF_TIME, Duration.ofSeconds(3))
                                .set(ConsumerProperties.RECONNECT_BACKOFF_TIME_MAX, Duration.ofSeconds(2)),
                        "reconnectBackoffTime (reconnect.backoff.ms) is PT3S, more than its limit: "
                                + "reconnectBackoffTimeMax (reconnect.backoff.max.ms) is PT2S"),
                conflict(
                        consumer().set(ConsumerProperties.MAX_POLL_RECORDS, 0),
                        "maxPollRecords (max.poll.records) must be at least 1, was 0"),
                conflict(
                        consumer().set(ConsumerProperties.CONCURRENT_CONSUMERS, 0),
                        "concurrentConsumers must be at least 1, was 0"));
    }

    static Stream<Arguments> securityConflicts() {
        return Stream.of(
                conflict(
                        protocol(SecurityProtocol.PLAINTEXT).set(CommonProperties.AUTH, AUTH),
                        "auth (sasl.mechanism, sasl.jaas.config) has no effect while securityProtocol (security.protocol) is "
                                + "PLAINTEXT: set it to SASL_SSL or SASL_PLAINTEXT"),
                conflict(
                        protocol(SecurityProtocol.SSL).set(CommonProperties.AUTH, AUTH),
                        "auth (sasl.mechanism, sasl.jaas.config) has no effect while securityProtocol (security.protocol) is "
                                + "SSL: set it to SASL_SSL or SASL_PLAINTEXT"),
                conflict(
                        protocol(SecurityProtocol.PLAINTEXT).set(CommonProperties.SECURE_SOCKET, SOCKET),
                        "secureSocket (ssl.*) has no effect while securityProtocol (security.protocol) is PLAINTEXT: set it to "
                                + "SSL or SASL_SSL"),
                conflict(
                        protocol(SecurityProtocol.SASL_PLAINTEXT)
                                .set(CommonProperties.AUTH, AuthenticationConfiguration.scramSha512("user", "password"))
                                .set(CommonProperties.SECURE_SOCKET, SOCKET),
                        "secureSocket (ssl.*) has no effect while securityProtocol (security.protocol) is SASL_PLAINTEXT: set "
                                + "it to SSL or SASL_SSL"),
                conflict(
                        protocol(SecurityProtocol.SASL_SSL),
                        "securityProtocol (security.protocol) is SASL_SSL, but there is no auth (sasl.mechanism, "
                                + "sasl.jaas.config) and no sasl.* among additionalProperties"),
                conflict(
                        protocol(SecurityProtocol.SASL_SSL)
                                .set(CommonProperties.AUTH, AUTH)
                                .set(CommonProperties.ADDITIONAL_PROPERTIES, Map.of("sasl.mechanism", "OAUTHBEARER")),
                        "auth (sasl.mechanism, sasl.jaas.config) and additionalProperties \"sasl.mechanism\" both say how to log "
                                + "in: keep one"),
                conflict(
                        protocol(SecurityProtocol.SASL_SSL)
                                .set(CommonProperties.AUTH, AuthenticationConfiguration.plain(" ", "password")),
                        "auth (sasl.mechanism, sasl.jaas.config) has an empty username"),
                conflict(
                        protocol(SecurityProtocol.SASL_SSL)
                                .set(CommonProperties.AUTH, AuthenticationConfiguration.plain("user", "")),
                        "auth (sasl.mechanism, sasl.jaas.config) has an empty password"),
                conflict(
                        protocol(SecurityProtocol.SASL_PLAINTEXT).set(CommonProperties.AUTH, AUTH),
                        "auth (sasl.mechanism, sasl.jaas.config) is PLAIN, whose secret anybody on the way could read while "
                                + "securityProtocol (security.protocol) is SASL_PLAINTEXT: use SASL_SSL, or call "
                                + "allowedWithoutTls() on it"),
                conflict(
                        protocol(SecurityProtocol.SASL_PLAINTEXT)
                                .set(CommonProperties.AUTH, AuthenticationConfiguration.oauthBearer(NO_TOKENS)),
                        "auth (sasl.mechanism, sasl.jaas.config) is OAUTHBEARER, whose secret anybody on the way could read while "
                                + "securityProtocol (security.protocol) is SASL_PLAINTEXT: use SASL_SSL, or call "
                                + "allowedWithoutTls() on it"),
                conflict(
                        protocol(SecurityProtocol.SASL_SSL)
                                .set(
                                        CommonProperties.AUTH,
                                        AuthenticationConfiguration.clientCredentials(
                                                URI.create("https://idp.invalid/token"), "id", Secret.of("s"))),
                        "auth (sasl.mechanism, sasl.jaas.config): Kafka does not let clients use the token endpoint "
                                + "https://idp.invalid/token: start the JVM with "
                                + "-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=https://idp.invalid/token"),
                conflict(
                        protocol(SecurityProtocol.SASL_SSL)
                                .set(
                                        CommonProperties.AUTH,
                                        AuthenticationConfiguration.kerberos("kafka", "a@B", "no/a.keytab")),
                        "auth (sasl.mechanism, sasl.jaas.config): keytab: there is no file no/a.keytab (in "
                                + Path.of("").toAbsolutePath() + ")"),
                conflict(
                        protocol(SecurityProtocol.SASL_SSL)
                                .set(
                                        CommonProperties.AUTH,
                                        AuthenticationConfiguration.loginModule("AWS_MSK_IAM", "no.Such")),
                        "auth (sasl.mechanism, sasl.jaas.config): there is no class no.Such on the class path; is the library of "
                                + "AWS_MSK_IAM among the dependencies?"),
                conflict(
                        protocol(SecurityProtocol.SASL_SSL)
                                .set(CommonProperties.AUTH, AuthenticationConfiguration.of(named("PLAIN"))),
                        "auth (sasl.mechanism, sasl.jaas.config): Java or Kafka has a mechanism PLAIN already, and would use that"),
                conflict(
                        protocol(SecurityProtocol.SASL_SSL)
                                .set(CommonProperties.AUTH, AuthenticationConfiguration.of(named("lower"))),
                        "auth (sasl.mechanism, sasl.jaas.config): the mechanism name \"lower\" is not 1 to 20 upper-case letters, "
                                + "digits, hyphens and underscores (RFC 4422)"));
    }

    private static SaslMechanism named(String name) {
        return new SaslMechanism() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public SaslConversation begin(String host) {
                throw new IllegalStateException("no connection is made here");
            }
        };
    }

    static Stream<PropertyValues.Builder> workingConsumers() {
        return Stream.of(
                consumer(),
                consumer().set(ConsumerProperties.TOPICS, List.of("t")).set(ConsumerProperties.GROUP_ID, "g"),
                consumer()
                        .set(ConsumerProperties.TOPICS, List.of("t"))
                        .set(CommonProperties.ADDITIONAL_PROPERTIES, Map.of("group.id", "g")),
                consumer()
                        .set(ConsumerProperties.GROUP_ID, "g")
                        .set(CommonProperties.ADDITIONAL_PROPERTIES, Map.of("group.id", "g")),
                newProtocol(),
                protocol(SecurityProtocol.SSL),
                protocol(SecurityProtocol.SSL).set(CommonProperties.SECURE_SOCKET, SOCKET),
                protocol(SecurityProtocol.SASL_SSL).set(CommonProperties.AUTH, AUTH),
                protocol(SecurityProtocol.SASL_PLAINTEXT)
                        .set(
                                CommonProperties.AUTH,
                                AuthenticationConfiguration.plain("u", "p").allowedWithoutTls()),
                protocol(SecurityProtocol.SASL_PLAINTEXT)
                        .set(CommonProperties.AUTH, AuthenticationConfiguration.scramSha256("u", "p")),
                protocol(SecurityProtocol.SASL_PLAINTEXT)
                        .set(CommonProperties.ADDITIONAL_PROPERTIES, Map.of("sasl.mechanism", "GSSAPI")),
                consumer()
                        .set(CommonProperties.AUTH, AUTH)
                        .set(CommonProperties.ADDITIONAL_PROPERTIES, Map.of("security.protocol", "sasl_ssl")));
    }

    @ParameterizedTest
    @MethodSource("producerConflicts")
    void producerConflict_isTheOneProblem(PropertyValues.Builder values, String problem) {
        assertThat(CheckedConfiguration.of(ProducerProperties.TABLE, values.build())
                        .problems())
                .containsExactly(problem);
    }

    @ParameterizedTest
    @MethodSource("consumerConflicts")
    void consumerConflict_isTheOneProblem(PropertyValues.Builder values, String problem) {
        assertThat(CheckedConfiguration.of(ConsumerProperties.TABLE, values.build())
                        .problems())
                .containsExactly(problem);
    }

    @ParameterizedTest
    @MethodSource("securityConflicts")
    void securityConflict_isTheOneProblemOfBothClients(PropertyValues.Builder values, String problem) {
        assertThat(CheckedConfiguration.of(ConsumerProperties.TABLE, values.build())
                        .problems())
                .containsExactly(problem);
        assertThat(CheckedConfiguration.of(ProducerProperties.TABLE, values.build())
                        .problems())
                .containsExactly(problem);
    }

    @ParameterizedTest
    @MethodSource("workingConsumers")
    void whatCanWork_hasNoProblems(PropertyValues.Builder values) {
        assertThat(CheckedConfiguration.of(ConsumerProperties.TABLE, values.build())
                        .problems())
                .isEmpty();
    }

    private static Arguments conflict(PropertyValues.Builder values, String problem) {
        return Arguments.of(values, problem);
    }

    private static PropertyValues.Builder producer() {
        return PropertyValues.builder();
    }

    private static PropertyValues.Builder consumer() {
        return PropertyValues.builder();
    }

    private static PropertyValues.Builder idempotent() {
        return producer().set(ProducerProperties.ACKS, "ALL").set(ProducerProperties.ENABLE_IDEMPOTENCE, true);
    }

    private static PropertyValues.Builder newProtocol() {
        return consumer().set(CommonProperties.ADDITIONAL_PROPERTIES, Map.of("group.protocol", "consumer"));
    }

    private static PropertyValues.Builder protocol(SecurityProtocol protocol) {
        return PropertyValues.builder().set(CommonProperties.SECURITY_PROTOCOL, protocol);
    }
}
