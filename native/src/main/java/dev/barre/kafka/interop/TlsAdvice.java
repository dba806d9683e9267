package dev.barre.kafka.interop;

import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What to check when TLS fails: Kafka says "SSL handshake failed", and what it was stands in the causes. Stateless. */
final class TlsAdvice {
    private record Row(Predicate<Throwable> fits, String advice) {}

    private static final List<Row> ROWS = List.of(
            new Row(
                    CertificateExpiredException.class::isInstance,
                    "The certificate of the broker has expired: it must be renewed there."),
            new Row(
                    CertificateNotYetValidException.class::isInstance,
                    "The certificate of the broker is not valid yet: check the clocks."),
            new Row(
                    says("unable to find valid certification path", "Path does not chain", "trustAnchors"),
                    "The certificate of the broker is not issued by anybody whom secureSocket.cert trusts."),
            new Row(
                    says("No subject alternative", "No name matching"),
                    "The certificate of the broker names other hosts than the one connected to: use a name that is in it."),
            new Row(
                    says("certificate_required"),
                    "The broker asks for a certificate of the client: give one by secureSocket.withKey."),
            new Row(
                    says("bad_certificate", "certificate_unknown", "certificate_expired", "unknown_ca"),
                    "The broker does not accept the certificate of the client, or has got none: check secureSocket.key, when it"
                            + " expires, and whom the broker trusts."),
            new Row(
                    says("protocol_version", "handshake_failure", "No appropriate protocol"),
                    "Broker and client have no protocol version or cipher suite in common: check secureSocket.protocol and"
                            + " secureSocket.ciphers."),
            new Row(
                    says("Unsupported or unrecognized SSL message", "plaintext connection"),
                    "The listener does not speak TLS: check securityProtocol and the port."));

    private static final String OTHERWISE =
            "Check secureSocket and securityProtocol against the listener of the broker.";

    private TlsAdvice() {}

    /** What to check about a failure. */
    static String of(Throwable failure) {
        for (Row row : ROWS) {
            for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (row.fits.test(cause)) {
                    return row.advice;
                }
            }
        }
        return OTHERWISE;
    }

    private static Predicate<Throwable> says(String... texts) {
        return thrown -> {
            String message = thrown.getMessage();
            return message != null && List.of(texts).stream().anyMatch(message::contains);
        };
    }
}
