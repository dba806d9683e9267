/** TLS, mutual TLS, SCRAM and OAuth. */
@NullMarked
package dev.barre.examples.secured;

import org.jspecify.annotations.NullMarked;
