/**
 * Bytes to Java and back, for keys and values alike. The only package that knows Jackson and XML parsers. Start at
 * {@link dev.barre.kafka.binding.Binder}.
 */
@NullMarked
package dev.barre.kafka.binding;

import org.jspecify.annotations.NullMarked;
