package dev.barre.kafka.interop;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.JaasContext;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;

/** Kafka's own checks, made without building a client and without what its configuration classes log. */
final class KafkaValidation {
    private KafkaValidation() {}

    /** What Kafka says against a property; empty if nothing, or if it does not know the property. */
    static Optional<String> problem(ConfigDef definition, String name, Object value) {
        ConfigDef.ConfigKey key = definition.configKeys().get(name);
        if (key == null) {
            return Optional.empty();
        }
        try {
            validate(key, ConfigDef.parseType(name, value, key.type()));
            return Optional.empty();
        } catch (ConfigException e) {
            return Optional.of(Redaction.withoutUserInfo(String.valueOf(e.getMessage())));
        }
    }

    /** @throws ConfigException if Kafka would refuse the value */
    static void validate(ConfigDef.ConfigKey key, Object parsed) {
        if (key.validator != null) {
            key.validator.ensureValid(key.name, parsed);
        }
    }

    /** What is wrong with the stores, keys, protocols and ciphers together: found by making an engine of them. */
    static Optional<String> sslProblem(Map<String, Object> parsed) {
        try (DefaultSslEngineFactory factory = new DefaultSslEngineFactory()) {
            factory.configure(parsed);
            SSLEngine engine = factory.createClientSslEngine(
                    "localhost", 0, (String) parsed.get(SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG));
            engine.closeOutbound();
            return Optional.empty();
        } catch (KafkaException | IllegalArgumentException e) {
            return Optional.of(Redaction.withoutUserInfo(chain(e)));
        }
    }

    /** Whether the login configuration can be parsed. What Kafka says about it could quote a password. */
    static boolean isJaasValid(Map<String, Object> parsed) {
        if (parsed.get(SaslConfigs.SASL_JAAS_CONFIG) == null) {
            return true;
        }
        try {
            JaasContext.loadClientContext(parsed);
            return true;
        } catch (KafkaException | IllegalArgumentException e) {
            return false;
        }
    }

    private static String chain(Throwable thrown) {
        List<String> messages = new ArrayList<>();
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            boolean repeatsCause =
                    cause.getCause() != null && cause.getCause().toString().equals(message);
            if (message != null && !repeatsCause && !messages.contains(message)) {
                messages.add(message);
            }
        }
        return String.join(": ", messages);
    }
}
