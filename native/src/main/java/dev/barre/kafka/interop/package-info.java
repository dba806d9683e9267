/**
 * The thin layer over kafka-clients: bytes in, bytes out. The only code of the project that touches
 * {@code org.apache.kafka.clients}. Made for the connector; applications use {@code dev.barre.kafka}.
 */
@NullMarked
package dev.barre.kafka.interop;

import org.jspecify.annotations.NullMarked;
