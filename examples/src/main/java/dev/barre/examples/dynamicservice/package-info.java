/** A service that is exchanged while the program runs. */
@NullMarked
package dev.barre.examples.dynamicservice;

import org.jspecify.annotations.NullMarked;
