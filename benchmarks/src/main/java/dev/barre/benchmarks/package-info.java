/** Side-by-side measurements. */
@NullMarked
package dev.barre.benchmarks;

import org.jspecify.annotations.NullMarked;
