/** Public parts of the connector under JMH. */
@NullMarked
package dev.barre.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
