/** Records of two topics that appear together or not at all. */
@NullMarked
package dev.barre.examples.transactions;

import org.jspecify.annotations.NullMarked;
