/** The main job: a file of orders produced, consumed, checked and accounted for to the last record. */
@NullMarked
package dev.barre.examples.quickstart;

import org.jspecify.annotations.NullMarked;
