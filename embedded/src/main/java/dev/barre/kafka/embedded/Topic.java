package dev.barre.kafka.embedded;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a {@code String} parameter of a test class with {@link EmbeddedKafkaExtension}: the name of a new, empty topic, which
 * no other parameter gets. It is named after the test and stays until its cluster closes.
 */
@Documented
@Target({ElementType.PARAMETER, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Topic {
    /** Number of partitions, at least 1. */
    int partitions() default 1;

    /** Configuration of the topic, each {@code "name=value"}: {@code "cleanup.policy=compact"}. */
    String[] configs() default {};
}
