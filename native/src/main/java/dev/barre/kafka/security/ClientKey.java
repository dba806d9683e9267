package dev.barre.kafka.security;

/**
 * How a client proves itself to the broker on the TLS layer: a {@link KeyStore}, or PEM as {@link CertKey} or
 * {@link CertKeyText}.
 */
public sealed interface ClientKey permits KeyStore, CertKey, CertKeyText {}
