package dev.barre.kafka.embedded;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.concurrent.atomic.AtomicInteger;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * An authority that lives as long as a test, and what it has issued, as files in a temporary folder. Keys are of the curve P-256.
 * Nothing of it is to be trusted anywhere else. Thread-safe; every function throws an {@link EmbeddedKafkaException} when it fails.
 *
 * <pre>{@code
 * try (CertificateAuthority authority = CertificateAuthority.create();
 *         EmbeddedKafka kafka = EmbeddedKafka.builder()
 *                 .security(BrokerSecurity.with(authority).user("billing", "secret"))
 *                 .start()) {
 *     SecureSocket socket = SecureSocket.of(authority.certificatePem().toString());
 *     ...
 * }
 * }</pre>
 */
public final class CertificateAuthority implements AutoCloseable {
    private static final Duration LIFETIME = Duration.ofDays(30);
    private static final String SIGNATURE = "SHA256withECDSA";

    private final DataFolder folder;
    private final KeyPair keys;
    private final X509Certificate certificate;
    private final AtomicInteger issued = new AtomicInteger();

    private CertificateAuthority(DataFolder folder, KeyPair keys, X509Certificate certificate) {
        this.folder = folder;
        this.keys = keys;
        this.certificate = certificate;
    }

    /** A new authority with a key of its own. */
    public static CertificateAuthority create() {
        DataFolder folder = DataFolder.create();
        try {
            KeyPair keys = newKeys();
            X500Principal name = new X500Principal("CN=Test authority " + new BigInteger(64, new SecureRandom()));
            JcaX509v3CertificateBuilder builder =
                    builder(name, name, keys, Instant.now().plus(LIFETIME));
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            CertificateAuthority authority = new CertificateAuthority(folder, keys, signed(builder, keys));
            Files.writeString(authority.certificatePem(), Identity.pem(authority.certificate));
            Identity.writeTrustStore(authority.trustStore(), authority.certificate);
            return authority;
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new EmbeddedKafkaException("A certificate authority could not be made.", e);
        }
    }

    /** The certificate of the authority in a PEM file: whoever trusts it trusts all that it issues. */
    public Path certificatePem() {
        return folder.path().resolve("ca.pem");
    }

    /** The same in a PKCS12 store with the password {@link Identity#PASSWORD}. */
    public Path trustStore() {
        return folder.path().resolve("ca.p12");
    }

    /** A server on {@code localhost} and {@code 127.0.0.1}. */
    public Identity server() {
        return server("localhost", "127.0.0.1");
    }

    /** A server of other names than it will have: clients that check it refuse it. */
    public Identity server(String... hosts) {
        return issue(hosts[0], Instant.now().plus(LIFETIME), hosts);
    }

    /** A server on {@code localhost} whose certificate ended an hour ago. */
    public Identity expiredServer() {
        return issue("localhost", Instant.now().minus(Duration.ofHours(1)), "localhost", "127.0.0.1");
    }

    /** A client, whose name becomes the common name of its certificate, which the brokers take for the user. */
    public Identity client(String user) {
        return issue(user, Instant.now().plus(LIFETIME));
    }

    /** A client whose certificate ended an hour ago. */
    public Identity expiredClient(String user) {
        return issue(user, Instant.now().minus(Duration.ofHours(1)));
    }

    private Identity issue(String commonName, Instant notAfter, String... hosts) {
        try {
            KeyPair subjectKeys = newKeys();
            JcaX509v3CertificateBuilder builder = builder(
                    new X500Principal("CN=" + commonName),
                    certificate.getSubjectX500Principal(),
                    subjectKeys,
                    notAfter);
            if (hosts.length > 0) {
                builder.addExtension(Extension.subjectAlternativeName, false, names(hosts));
            }
            Path files = Files.createDirectory(folder.path().resolve("issued-" + issued.incrementAndGet()));
            return Identity.write(files, subjectKeys.getPrivate(), signed(builder, keys), certificate);
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new EmbeddedKafkaException("A certificate for " + commonName + " could not be made.", e);
        }
    }

    private static GeneralNames names(String... hosts) {
        return new GeneralNames(Arrays.stream(hosts)
                .map(host -> new GeneralName(
                        Character.isDigit(host.charAt(0)) ? GeneralName.iPAddress : GeneralName.dNSName, host))
                .toArray(GeneralName[]::new));
    }

    private static JcaX509v3CertificateBuilder builder(
            X500Principal subject, X500Principal issuer, KeyPair subjectKeys, Instant notAfter) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(128, new SecureRandom()),
                Date.from(notAfter.minus(LIFETIME).minus(Duration.ofDays(1))),
                Date.from(notAfter),
                subject,
                subjectKeys.getPublic());
    }

    private static X509Certificate signed(JcaX509v3CertificateBuilder builder, KeyPair issuerKeys)
            throws OperatorCreationException, GeneralSecurityException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(issuerKeys.getPrivate())));
    }

    private static KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    /** Removes the files. */
    @Override
    public void close() {
        folder.remove();
    }
}
