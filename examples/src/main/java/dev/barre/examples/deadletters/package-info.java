/** Records that could not be handled, set aside and brought back. */
@NullMarked
package dev.barre.examples.deadletters;

import org.jspecify.annotations.NullMarked;
