/** A test for every clause of {@code spec/SPEC.md}, against a real broker. Start with {@link dev.barre.kafka.conformance.Clause}. */
@NullMarked
package dev.barre.kafka.conformance;

import org.jspecify.annotations.NullMarked;
