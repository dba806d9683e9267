package dev.barre.kafka.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * A private key with its certificate, in every form that clients are given them. The files belong to the {@link CertificateAuthority} that
 * has issued it. Stores and encrypted keys have the password {@link #PASSWORD}.
 *
 * @param keyStore key and chain as PKCS12
 * @param jksKeyStore the same as JKS
 * @param certificatePem the certificate and that of its issuer
 * @param keyPem the key as PKCS 8, not encrypted
 * @param encryptedKeyPem the key as PKCS 8, encrypted (PBES2, AES-256)
 * @param traditionalKeyPem the key as OpenSSL once wrote it ({@code BEGIN EC PRIVATE KEY}), which Kafka does not read
 */
public record Identity(
        Path keyStore,
        Path jksKeyStore,
        Path certificatePem,
        Path keyPem,
        Path encryptedKeyPem,
        Path traditionalKeyPem) {
    /** Of all stores and encrypted keys. */
    public static final String PASSWORD = "embedded-store";

    static Identity write(Path folder, PrivateKey key, X509Certificate certificate, X509Certificate issuer)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        Identity identity = new Identity(
                folder.resolve("key.p12"),
                folder.resolve("key.jks"),
                folder.resolve("cert.pem"),
                folder.resolve("key.pem"),
                folder.resolve("key-encrypted.pem"),
                folder.resolve("key-traditional.pem"));
        Certificate[] chain = {certificate, issuer};
        writeKeyStore(identity.keyStore, "PKCS12", key, chain);
        writeKeyStore(identity.jksKeyStore, "JKS", key, chain);
        Files.writeString(identity.certificatePem, pem(certificate) + pem(issuer));
        Files.writeString(identity.keyPem, pem(new JcaPKCS8Generator(key, null)));
        Files.writeString(
                identity.encryptedKeyPem,
                pem(new JcaPKCS8Generator(
                        key,
                        new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                                .setProvider(new BouncyCastleProvider())
                                .setPassword(PASSWORD.toCharArray())
                                .build())));
        Files.writeString(identity.traditionalKeyPem, pem(key));
        return identity;
    }

    static void writeTrustStore(Path file, X509Certificate certificate) throws IOException, GeneralSecurityException {
        KeyStore store = empty("PKCS12");
        store.setCertificateEntry("ca", certificate);
        save(store, file);
    }

    static String pem(Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }

    private static void writeKeyStore(Path file, String type, PrivateKey key, Certificate[] chain)
            throws IOException, GeneralSecurityException {
        KeyStore store = empty(type);
        store.setKeyEntry("key", key, PASSWORD.toCharArray(), chain);
        save(store, file);
    }

    private static KeyStore empty(String type) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(type);
        store.load(null, null);
        return store;
    }

    private static void save(KeyStore store, Path file) throws IOException, GeneralSecurityException {
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
    }
}
