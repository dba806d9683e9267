package dev.barre.kafka.security;

/** How a client proves itself to the broker on the TLS layer: a {@link KeyStore}, or a {@link CertKey} of two PEM files. */
public sealed interface ClientKey permits KeyStore, CertKey {}
