/**
 * A real Kafka cluster inside the JVM of a test or an example, and the JUnit extension that shares one. Start at
 * {@link dev.barre.kafka.embedded.EmbeddedKafka} or {@link dev.barre.kafka.embedded.EmbeddedKafkaExtension}.
 *
 * <p>The broker logs through SLF4J and configures nothing. To quiet it, set the level of the loggers {@code kafka},
 * {@code org.apache.kafka} and {@code state.change.logger} in your own backend; with slf4j-simple, for example,
 * {@code -Dorg.slf4j.simpleLogger.log.kafka=error -Dorg.slf4j.simpleLogger.log.org.apache.kafka=error
 * -Dorg.slf4j.simpleLogger.log.state.change.logger=error}.
 */
@NullMarked
package dev.barre.kafka.embedded;

import org.jspecify.annotations.NullMarked;
