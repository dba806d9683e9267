package dev.barre.kafka.interop;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** A key pair with a self-signed certificate, made by the JDK's {@code keytool}, as stores and as PEM files. */
final class TestCertificates {
    static final String PASSWORD = "p4ssw0rd";

    final Path keyStore;
    final Path jksKeyStore;
    final Path certificatePem;
    final Path keyPem;

    TestCertificates(Path folder) throws IOException, InterruptedException, GeneralSecurityException {
        keyStore = folder.resolve("key.p12");
        jksKeyStore = folder.resolve("key.jks");
        certificatePem = folder.resolve("cert.pem");
        keyPem = folder.resolve("key.pem");
        generate(keyStore, "PKCS12");
        generate(jksKeyStore, "JKS");
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore)) {
            store.load(in, PASSWORD.toCharArray());
        }
        writePem(certificatePem, "CERTIFICATE", store.getCertificate("test").getEncoded());
        writePem(
                keyPem,
                "PRIVATE KEY",
                store.getKey("test", PASSWORD.toCharArray()).getEncoded());
    }

    private static void generate(Path file, String type) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(Arrays.asList(
                ("-genkeypair -alias test -keyalg EC -dname CN=localhost -validity 30 -storetype " + type).split(" ")));
        command.addAll(List.of("-keystore", file.toString(), "-storepass", PASSWORD, "-keypass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(output);
        }
    }

    private static void writePem(Path file, String label, byte[] content) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        Files.writeString(file, "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n");
    }
}
