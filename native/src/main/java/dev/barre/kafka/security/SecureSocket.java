package dev.barre.kafka.security;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * How a secure connection to the brokers is made (specification 2.1). The host name of the broker is checked against its certificate,
 * unless {@link #withoutHostNameVerification()} says otherwise.
 *
 * <pre>{@code
 * SecureSocket.of(new TrustStore("trust.p12", password)).withKey(new KeyStore("client.p12", password));
 * SecureSocket.of("ca.pem").withKey(new CertKey("client.pem", "client.key")).withProtocol(Protocol.TLS, "TLSv1.3");
 * }</pre>
 *
 * @param cert whom the client trusts
 * @param key how the client proves itself, where the broker asks for that
 * @param protocol protocol and versions; Kafka's default is TLS 1.3, then 1.2
 * @param ciphers names of the cipher suites; empty allows all that the JVM has (Kafka property {@code ssl.cipher.suites})
 * @param provider of the security algorithms; the JVM's own if empty (Kafka property {@code ssl.provider})
 * @param isHostNameVerified see {@link #withoutHostNameVerification()}
 * @param isReloaded see {@link #withReload()}
 */
public record SecureSocket(
        Trust cert,
        Optional<ClientKey> key,
        Optional<SocketProtocol> protocol,
        List<String> ciphers,
        Optional<String> provider,
        boolean isHostNameVerified,
        boolean isReloaded) {
    public SecureSocket {
        requireNonNull(cert, "cert");
        requireNonNull(key, "key");
        requireNonNull(protocol, "protocol");
        requireNonNull(provider, "provider");
        ciphers = List.copyOf(ciphers);
    }

    /** Trusts {@code cert}; everything else is as Kafka has it. */
    public static SecureSocket of(Trust cert) {
        return new SecureSocket(cert, Optional.empty(), Optional.empty(), List.of(), Optional.empty(), true, false);
    }

    /** Trusts the certificates of the PEM file {@code certFile}. */
    public static SecureSocket of(String certFile) {
        return of(new CertificateFile(certFile));
    }

    /** The same socket, with a key of the client. */
    public SecureSocket withKey(ClientKey key) {
        return new SecureSocket(cert, Optional.of(key), protocol, ciphers, provider, isHostNameVerified, isReloaded);
    }

    /** The same socket, with a protocol and, if any are named, only these versions of it. */
    public SecureSocket withProtocol(Protocol name, String... versions) {
        Optional<SocketProtocol> chosen = Optional.of(new SocketProtocol(name, List.of(versions)));
        return new SecureSocket(cert, key, chosen, ciphers, provider, isHostNameVerified, isReloaded);
    }

    /** The same socket, limited to these cipher suites. */
    public SecureSocket withCiphers(String... ciphers) {
        return new SecureSocket(cert, key, protocol, List.of(ciphers), provider, isHostNameVerified, isReloaded);
    }

    /** The same socket, with a security provider. */
    public SecureSocket withProvider(String provider) {
        return new SecureSocket(cert, key, protocol, ciphers, Optional.of(provider), isHostNameVerified, isReloaded);
    }

    /**
     * The same socket, which accepts a certificate of any host as long as it is trusted: whoever has one can stand between client and
     * broker. Every client that is made with it logs a warning. Kafka property {@code ssl.endpoint.identification.algorithm}.
     */
    public SecureSocket withoutHostNameVerification() {
        return new SecureSocket(cert, key, protocol, ciphers, provider, false, isReloaded);
    }

    /**
     * The same socket, which reads its files anew when they have changed, for certificates that are renewed while the client lives. They are
     * looked at when a connection is made; connections that are open stay. Files that cannot be used leave the last ones in force,
     * and a warning is logged. Kafka property {@code ssl.engine.factory.class} (KIP-519).
     */
    public SecureSocket withReload() {
        return new SecureSocket(cert, key, protocol, ciphers, provider, isHostNameVerified, true);
    }
}
