/** A consumer that the program polls itself. */
@NullMarked
package dev.barre.examples.clientconsumer;

import org.jspecify.annotations.NullMarked;
