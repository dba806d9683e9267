/** Arms on reactor-kafka and Parallel Consumer, which need a client of Kafka 3.9. */
@NullMarked
package dev.barre.benchmarks.kafka39;

import org.jspecify.annotations.NullMarked;
