/** What the examples share: the broker they run on and their command line. */
@NullMarked
package dev.barre.examples;

import org.jspecify.annotations.NullMarked;
