package dev.barre.kafka.interop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * What is in a PEM text (RFC 7468) with a private key. Encrypted keys are opened here: Kafka asks the JVM for a key factory of the name
 * {@code PBES2}, which Java before 19 does not have, although it can open such keys.
 */
final class PemText {
    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
    private static final String PLAIN_KEY = "PRIVATE KEY";
    private static final String ENCRYPTED_KEY = "ENCRYPTED PRIVATE KEY";

    /** The object identifier of PBES2 (RFC 8018), by which some versions of Java name it. */
    private static final String PBES2_OID = "1.2.840.113549.1.5.13";

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private PemText() {}

    /** What cannot be used, as a sentence without its subject. */
    static final class UnusableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnusableException(String message) {
            super(message);
        }
    }

    /**
     * A PEM text with the private key of {@code pem} as PKCS 8, not encrypted.
     *
     * @param password of the key, where it is encrypted
     */
    static String privateKey(String pem, Optional<String> password) throws UnusableException {
        Matcher block = BLOCK.matcher(pem);
        String found = "";
        while (block.find()) {
            String label = block.group(1);
            if (label.equals(PLAIN_KEY)) {
                if (password.isPresent()) {
                    throw new UnusableException("is not encrypted, but there is a keyPassword: leave it out");
                }
                return pem;
            }
            if (label.equals(ENCRYPTED_KEY)) {
                return decrypted(
                        block.group(2),
                        password.orElseThrow(
                                () -> new UnusableException("is encrypted: give its password with withKeyPassword")));
            }
            if (label.endsWith(PLAIN_KEY)) {
                throw new UnusableException("is not in PKCS 8 form (it is a BEGIN " + label
                        + "); convert it: openssl pkcs8 -topk8 -nocrypt -in old.key -out new.key");
            }
            found += (found.isEmpty() ? "" : ", ") + label;
        }
        throw new UnusableException(
                "holds no private key" + (found.isEmpty() ? ", nor anything else in PEM form" : ", but " + found));
    }

    /** Refuses a text without a certificate. */
    static String certificates(String pem) throws UnusableException {
        Matcher block = BLOCK.matcher(pem);
        while (block.find()) {
            if (block.group(1).endsWith("CERTIFICATE")) {
                return pem;
            }
        }
        throw new UnusableException("holds no certificate (BEGIN CERTIFICATE)");
    }

    private static String decrypted(String base64, String password) throws UnusableException {
        EncryptedPrivateKeyInfo info = parsed(base64);
        try {
            String algorithm = algorithm(info);
            PBEKeySpec spec = new PBEKeySpec(password.toCharArray());
            Cipher cipher = Cipher.getInstance(algorithm);
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    SecretKeyFactory.getInstance(algorithm).generateSecret(spec),
                    info.getAlgParameters());
            spec.clearPassword();
            byte[] key = info.getKeySpec(cipher).getEncoded();
            return "-----BEGIN " + PLAIN_KEY + "-----\n" + LINES.encodeToString(key) + "\n-----END " + PLAIN_KEY
                    + "-----\n";
        } catch (java.security.NoSuchAlgorithmException unknown) {
            throw new UnusableException(
                    "is encrypted in a way that this JVM does not know (" + info.getAlgName() + ")");
        } catch (GeneralSecurityException wrong) {
            // Without the cause, whose text is about padding.
            throw new UnusableException("cannot be opened: keyPassword is wrong, or the key is damaged");
        }
    }

    private static EncryptedPrivateKeyInfo parsed(String base64) throws UnusableException {
        try {
            return new EncryptedPrivateKeyInfo(
                    Base64.getMimeDecoder().decode(base64.getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException | IllegalArgumentException damaged) {
            throw new UnusableException("is damaged");
        }
    }

    private static String algorithm(EncryptedPrivateKeyInfo info) {
        String name = info.getAlgName();
        return name.equals("PBES2") || name.equals(PBES2_OID)
                ? info.getAlgParameters().toString()
                : name;
    }
}
