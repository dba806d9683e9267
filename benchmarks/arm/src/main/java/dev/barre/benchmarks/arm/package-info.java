/** What every arm of a benchmark shares, whatever its Kafka client. */
@NullMarked
package dev.barre.benchmarks.arm;

import org.jspecify.annotations.NullMarked;
