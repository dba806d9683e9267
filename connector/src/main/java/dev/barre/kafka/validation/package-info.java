/** Constraint validation of payloads. The only package that knows Jakarta Validation. */
@NullMarked
package dev.barre.kafka.validation;

import org.jspecify.annotations.NullMarked;
