/** Parts of the engine under JMH; here, because they are package-private. */
@NullMarked
package dev.barre.kafka.internal.engine;

import org.jspecify.annotations.NullMarked;
