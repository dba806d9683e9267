package dev.barre.kafka.embedded;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Injects a Kafka cluster, and fresh topics and groups on it, into constructors, test methods and lifecycle methods. All
 * test classes of a run share one cluster of one node: it is started when the first parameter asks for it and closed at
 * the end of the run. A class with {@link EmbeddedKafkaCluster} has its own.
 *
 * <pre>{@code
 * @ExtendWith(EmbeddedKafkaExtension.class)
 * class OrdersTest {
 *     @Test
 *     void send_order_isConsumed(
 *             @BootstrapServers String servers,
 *             @Topic(partitions = 3) String orders,
 *             @Topic(configs = "cleanup.policy=compact") String customers,
 *             @GroupId String group) {
 *         …
 *     }
 *
 *     @Test
 *     void restart_brokerGoneForAWhile_losesNothing(EmbeddedKafka kafka, @Topic String topic) { … }
 * }
 * }</pre>
 *
 * <p>Tests that stop nodes should have a cluster of their own, as others would feel it. Tests may run in parallel.
 * Needs JUnit 5.13 or later. Stateless and thread-safe.
 */
public final class EmbeddedKafkaExtension implements ParameterResolver {
    private static final List<Class<? extends Annotation>> STRINGS =
            List.of(BootstrapServers.class, Topic.class, GroupId.class);

    /** Kafka allows 249 characters; the rest is for what makes the name unique. */
    private static final int LONGEST_PREFIX = 200;

    private static final int UNIQUE_LENGTH = 8;

    /** For JUnit. */
    public EmbeddedKafkaExtension() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return typeOf(parameter) == EmbeddedKafka.class || STRINGS.stream().anyMatch(parameter::isAnnotated);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (typeOf(parameter) == EmbeddedKafka.class) {
            return ClusterStore.clusterOf(context);
        }
        requireString(parameter);
        if (parameter.isAnnotated(GroupId.class)) {
            return uniqueName(parameter, context);
        }
        EmbeddedKafka kafka = ClusterStore.clusterOf(context);
        return parameter
                .findAnnotation(Topic.class)
                .map(topic -> newTopic(kafka, topic, uniqueName(parameter, context)))
                .orElseGet(kafka::bootstrapServers);
    }

    private static String newTopic(EmbeddedKafka kafka, Topic topic, String name) {
        kafka.createTopic(name, topic.partitions(), NameValues.parse("configs", topic.configs()));
        return name;
    }

    /** Class and method say, in Kafka's logs, whose it is. */
    private static String uniqueName(ParameterContext parameter, ExtensionContext context) {
        String owner = context.getTestClass().map(Class::getSimpleName).orElse("test");
        String method = parameter.getDeclaringExecutable() instanceof Method named ? "-" + named.getName() : "";
        String legal = (owner + method).replaceAll("[^A-Za-z0-9-]", "-");
        String prefix = legal.substring(0, Math.min(LONGEST_PREFIX, legal.length()));
        return prefix + "-" + UUID.randomUUID().toString().substring(0, UNIQUE_LENGTH);
    }

    private static void requireString(ParameterContext parameter) {
        long roles = STRINGS.stream().filter(parameter::isAnnotated).count();
        if (typeOf(parameter) != String.class || roles != 1) {
            throw new ParameterResolutionException(
                    "@BootstrapServers, @Topic and @GroupId each stand alone on a parameter"
                            + " of type String, not on " + parameter.getParameter() + ".");
        }
    }

    private static Class<?> typeOf(ParameterContext parameter) {
        return parameter.getParameter().getType();
    }
}
