/** A listener that commits only what its service says is done. */
@NullMarked
package dev.barre.examples.manualcommit;

import org.jspecify.annotations.NullMarked;
