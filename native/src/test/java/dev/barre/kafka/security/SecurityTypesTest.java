package dev.barre.kafka.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SecurityTypesTest {
    private static final String PASSWORD = "p4ss";

    static Stream<Object> typesWithSecrets() {
        TrustStore trustStore = new TrustStore("trust.p12", PASSWORD);
        KeyStore keyStore = new KeyStore("key.p12", PASSWORD).withKeyPassword(PASSWORD);
        CertKey certKey = new CertKey("cert.pem", "key.pem").withKeyPassword(PASSWORD);
        return Stream.of(
                Secret.of(PASSWORD),
                trustStore,
                keyStore,
                certKey,
                SecureSocket.of(trustStore).withKey(keyStore),
                SecureSocket.of(trustStore).withKey(certKey),
                AuthenticationConfiguration.plain("user", PASSWORD),
                AuthenticationConfiguration.scramSha256("user", PASSWORD),
                AuthenticationConfiguration.scramSha512("user", PASSWORD));
    }

    @ParameterizedTest
    @MethodSource("typesWithSecrets")
    void text_neverShowsASecret(Object value) {
        assertThat(value.toString()).doesNotContain(PASSWORD).contains("[hidden]");
    }

    @Test
    void secrets_areEqualByValueWhateverTheyWereMadeFrom() {
        assertThat(Secret.of(PASSWORD))
                .isEqualTo(Secret.of(PASSWORD.toCharArray()))
                .hasSameHashCodeAs(Secret.of("p4ss"));
        assertThat(Secret.of(PASSWORD))
                .isNotEqualTo(Secret.of("p4st"))
                .isNotEqualTo(Secret.of("p4s"))
                .isNotEqualTo(PASSWORD);
        assertThat(Secret.of("\ud800")).as("lone surrogates").isNotEqualTo(Secret.of("\ud801"));
    }

    @Test
    void hash_saysNothingAboutTheSecret() {
        assertThat(Secret.of("a")).hasSameHashCodeAs(Secret.of("b"));
    }

    @Test
    void arrayOfTheCaller_mayBeWiped() {
        char[] password = PASSWORD.toCharArray();
        Secret secret = Secret.of(password);
        password[0] = 'x';
        assertThat(secret.reveal()).isEqualTo(PASSWORD);
    }

    @Test
    void overloadsForTextAndArray_giveTheSame() {
        char[] password = PASSWORD.toCharArray();
        assertThat(new TrustStore("t", password)).isEqualTo(new TrustStore("t", PASSWORD));
        assertThat(new KeyStore("k", password).withKeyPassword(password))
                .isEqualTo(new KeyStore("k", PASSWORD).withKeyPassword(PASSWORD));
        assertThat(new CertKey("c", "k").withKeyPassword(password))
                .isEqualTo(new CertKey("c", "k").withKeyPassword(PASSWORD));
        assertThat(AuthenticationConfiguration.plain("u", password))
                .isEqualTo(AuthenticationConfiguration.plain("u", PASSWORD))
                .hasSameHashCodeAs(AuthenticationConfiguration.plain("u", PASSWORD))
                .isNotEqualTo(AuthenticationConfiguration.scramSha256("u", password));
        assertThat(AuthenticationConfiguration.scramSha256("u", password))
                .isEqualTo(AuthenticationConfiguration.scramSha256("u", PASSWORD));
        assertThat(AuthenticationConfiguration.scramSha512("u", password))
                .isEqualTo(AuthenticationConfiguration.scramSha512("u", PASSWORD));
    }

    @Test
    void socket_keepsWhatWasSetBefore() {
        KeyStore key = new KeyStore("k", PASSWORD);
        SecureSocket socket = SecureSocket.of("ca.pem")
                .withKey(key)
                .withProtocol(Protocol.TLS, "TLSv1.3")
                .withCiphers("TLS_AES_128_GCM_SHA256")
                .withProvider("SunJSSE");
        assertThat(socket.cert()).isEqualTo(new CertificateFile("ca.pem"));
        assertThat(socket.key()).contains(key);
        assertThat(socket.protocol().orElseThrow().versions()).containsExactly("TLSv1.3");
        assertThat(socket.ciphers()).containsExactly("TLS_AES_128_GCM_SHA256");
        assertThat(socket.provider()).contains("SunJSSE");
    }

    @Test
    void missingPart_isNamed() {
        assertThatNullPointerException()
                .isThrownBy(() -> new CertificateFile(null))
                .withMessage("path");
        assertThatNullPointerException()
                .isThrownBy(() -> SecureSocket.of((Trust) null))
                .withMessage("cert");
        assertThatNullPointerException()
                .isThrownBy(() -> AuthenticationConfiguration.plain(null, PASSWORD))
                .withMessage("username");
    }
}
