/** Records that do not bind, set aside by the service itself. */
@NullMarked
package dev.barre.examples.badrecords;

import org.jspecify.annotations.NullMarked;
