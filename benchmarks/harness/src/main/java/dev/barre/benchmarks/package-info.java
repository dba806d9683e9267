/** The harness: cases, arms, rounds and the report. */
@NullMarked
package dev.barre.benchmarks;

import org.jspecify.annotations.NullMarked;
