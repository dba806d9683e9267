package dev.barre.kafka.interop;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;

/** How configured values are shown in texts: only those that Kafka knows and does not call a password. */
final class Redaction {
    static final String HIDDEN = "[hidden]";

    private static final Pattern USER_INFO = Pattern.compile("://[^\\s,]*@");

    private static final Set<String> SHOWABLE = Stream.of(ConsumerConfig.configDef(), ProducerConfig.configDef())
            .flatMap(definition -> definition.configKeys().values().stream())
            .filter(key -> key.type() != ConfigDef.Type.PASSWORD)
            .map(key -> key.name)
            .collect(Collectors.toUnmodifiableSet());

    private Redaction() {}

    /**
     * The value of a Kafka property, or {@link #HIDDEN}; interceptors may be given secrets under names that Kafka does
     * not know.
     */
    static String shown(String kafkaProperty, Object value) {
        boolean showable = SHOWABLE.contains(kafkaProperty) || kafkaProperty.equals("schema.registry.url");
        return showable ? withoutUserInfo(value.toString()) : HIDDEN;
    }

    /** {@code text} with the user and password of every URL hidden. */
    static String withoutUserInfo(String text) {
        return USER_INFO.matcher(text).replaceAll("://" + HIDDEN + "@");
    }
}
