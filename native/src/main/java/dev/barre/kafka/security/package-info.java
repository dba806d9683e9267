/**
 * How a client proves who it is and whom it trusts: {@link dev.barre.kafka.security.SecureSocket},
 * {@link dev.barre.kafka.security.AuthenticationConfiguration} and their parts (specification 2.1). All types are immutable
 * and thread-safe, and none shows a secret in its text. Files are read, and mistakes reported, when the configuration that
 * they are given to is built.
 */
@NullMarked
package dev.barre.kafka.security;

import org.jspecify.annotations.NullMarked;
