/** Arms on Barre, and on the bare client of Kafka. */
@NullMarked
package dev.barre.benchmarks.barre;

import org.jspecify.annotations.NullMarked;
