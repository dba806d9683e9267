package dev.barre.kafka.interop;

import java.util.Map;
import org.apache.kafka.common.config.SslConfigs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a client says in the log when it is made with less protection than it could have. Stateless. */
final class SecurityWarnings {
    private static final Logger LOG = LoggerFactory.getLogger(SecurityWarnings.class);

    private SecurityWarnings() {}

    /** Logs what there is to say about a client of these properties. */
    static void log(String client, Map<String, Object> kafkaProperties) {
        Object verification = kafkaProperties.get(SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG);
        if (verification != null && verification.toString().isBlank()) {
            LOG.warn(
                    "The {} does not check that the certificate of a broker names its host: whoever has a trusted certificate"
                            + " can stand in between",
                    client);
        }
    }
}
