package dev.barre.kafka.embedded;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class, and the classes nested in it, a cluster of its own in place of the shared one: started when the first
 * parameter asks for it, closed after the class. Brings {@link EmbeddedKafkaExtension} with it.
 *
 * <pre>{@code
 * @EmbeddedKafkaCluster(nodes = 3, brokerProperties = "min.insync.replicas=2")
 * class FailoverTest {
 *     @Test
 *     void send_leaderStopped_succeeds(EmbeddedKafka kafka, @Topic String topic) { … }
 * }
 * }</pre>
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(EmbeddedKafkaExtension.class)
public @interface EmbeddedKafkaCluster {
    /** How many nodes, see {@link EmbeddedKafka.Builder#nodes}. */
    int nodes() default 1;

    /** Whether there is a proxy in front of each node, see {@link EmbeddedKafka.Builder#withFaultProxies}. */
    boolean faultProxies() default false;

    /** Properties of every broker, each {@code "name=value"}, see {@link EmbeddedKafka.Builder#brokerProperty}. */
    String[] brokerProperties() default {};
}
