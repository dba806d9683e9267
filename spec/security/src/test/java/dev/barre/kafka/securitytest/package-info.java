/** Every protocol and login against a secured broker, right and wrong, and a search for secrets that get out. */
@NullMarked
package dev.barre.kafka.securitytest;

import org.jspecify.annotations.NullMarked;
