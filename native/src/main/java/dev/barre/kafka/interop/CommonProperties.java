package dev.barre.kafka.interop;

import static dev.barre.kafka.interop.ClientProperty.mapped;
import static dev.barre.kafka.interop.ClientProperty.ofConnector;
import static dev.barre.kafka.interop.ClientProperty.takenApart;

import dev.barre.kafka.security.AuthenticationConfiguration;
import dev.barre.kafka.security.SecureSocket;
import dev.barre.kafka.security.SecurityProtocol;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;

/** The fields that producers and consumers share, under the same names. */
public final class CommonProperties {
    public static final ClientProperty<String> CLIENT_ID = mapped(
            "clientId",
            CommonClientConfigs.CLIENT_ID_CONFIG,
            TextKinds.text(),
            "The name under which the client appears in logs, metrics and quotas of the brokers.");

    public static final ClientProperty<String> METRICS_RECORDING_LEVEL = mapped(
            "metricsRecordingLevel",
            CommonClientConfigs.METRICS_RECORDING_LEVEL_CONFIG,
            TextKinds.text(),
            "How many of its metrics the Kafka client records: `INFO`, `DEBUG` or `TRACE`.");

    public static final ClientProperty<String> SCHEMA_REGISTRY_URL = mapped(
            "schemaRegistryUrl",
            "schema.registry.url",
            TextKinds.text(),
            "The address of the schema registry. Kafka itself does not use it; it is passed on to interceptors and codecs.");

    public static final ClientProperty<Map<String, String>> ADDITIONAL_PROPERTIES = ofConnector(
            "additionalProperties",
            TextKinds.properties(),
            "Properties by their names in Kafka, for what has no field here. They override the fields. Names that Kafka does not "
                    + "know are passed on to plugged-in classes.");

    public static final ClientProperty<Duration> METADATA_MAX_AGE = mapped(
            "metadataMaxAge",
            CommonClientConfigs.METADATA_MAX_AGE_CONFIG,
            NumberKinds.longMillis(0),
            "After this time what is known about topics and brokers is fetched anew, even if nothing seems to have changed.");

    public static final ClientProperty<Integer> SEND_BUFFER = mapped(
            "sendBuffer",
            CommonClientConfigs.SEND_BUFFER_CONFIG,
            NumberKinds.socketBuffer(),
            "The send buffer of each TCP connection (`SO_SNDBUF`).");

    public static final ClientProperty<Integer> RECEIVE_BUFFER = mapped(
            "receiveBuffer",
            CommonClientConfigs.RECEIVE_BUFFER_CONFIG,
            NumberKinds.socketBuffer(),
            "The receive buffer of each TCP connection (`SO_RCVBUF`).");

    public static final ClientProperty<Duration> RECONNECT_BACKOFF_TIME = mapped(
            "reconnectBackoffTime",
            CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG,
            NumberKinds.longMillis(0),
            "The wait before a broken connection is made again the first time; it doubles with each failure.");

    public static final ClientProperty<Duration> METRICS_SAMPLE_WINDOW = mapped(
            "metricsSampleWindow",
            CommonClientConfigs.METRICS_SAMPLE_WINDOW_MS_CONFIG,
            NumberKinds.longMillis(0),
            "The span of time that one sample of a metric covers.");

    public static final ClientProperty<Integer> METRICS_NUM_SAMPLES = mapped(
            "metricsNumSamples",
            CommonClientConfigs.METRICS_NUM_SAMPLES_CONFIG,
            NumberKinds.count(1),
            "From how many samples a metric is computed.");

    public static final ClientProperty<Duration> REQUEST_TIMEOUT = mapped(
            "requestTimeout",
            CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG,
            NumberKinds.millis(0),
            "How long one request may stay unanswered before it is sent again or fails.");

    public static final ClientProperty<SecureSocket> SECURE_SOCKET = takenApart(
            "secureSocket",
            "ssl.*",
            TextKinds.plain("SecureSocket"),
            "Whom the client trusts and how it proves itself under TLS. Files are read when the configuration is built.");

    public static final ClientProperty<AuthenticationConfiguration> AUTH = takenApart(
            "auth",
            "sasl.mechanism, sasl.jaas.config",
            TextKinds.plain("AuthenticationConfiguration"),
            "How the client logs in by SASL.");

    public static final ClientProperty<SecurityProtocol> SECURITY_PROTOCOL = mapped(
                    "securityProtocol",
                    CommonClientConfigs.SECURITY_PROTOCOL_CONFIG,
                    TextKinds.oneOf(SecurityProtocol.class),
                    "What protects the connections to the brokers.")
            .withDefault(SecurityProtocol.PLAINTEXT);

    private CommonProperties() {}
}
