/** Producer, Consumer, Listener and Caller: Kafka with typed payload binding and constraint validation. Start here. */
@NullMarked
package dev.barre.kafka;

import org.jspecify.annotations.NullMarked;
