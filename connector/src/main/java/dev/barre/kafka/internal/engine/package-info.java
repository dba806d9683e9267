/**
 * The data path between a native consumer and user code: slices, lanes, settlement, commits. Knows nothing of payload types,
 * services or configuration.
 */
@NullMarked
package dev.barre.kafka.internal.engine;

import org.jspecify.annotations.NullMarked;
