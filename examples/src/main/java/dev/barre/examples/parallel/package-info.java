/** Many records at the same time, each key in its order. */
@NullMarked
package dev.barre.examples.parallel;

import org.jspecify.annotations.NullMarked;
