package dev.barre.kafka.interop;

import dev.barre.kafka.security.SecureSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the TLS engines of a client (KIP-519) from files that may change meanwhile: looks at them for each connection and reads them anew
 * when one has another time or size. What cannot be used leaves the last ones in force. Made by Kafka; used by the client's
 * network thread.
 */
public final class ReloadingSslEngineFactory implements SslEngineFactory {
    private static final Logger LOG = LoggerFactory.getLogger(ReloadingSslEngineFactory.class);

    private Map<String, ?> configs = Map.of();
    private @Nullable SecureSocket socket;
    private List<String> stamp = List.of();
    private DefaultSslEngineFactory current = new DefaultSslEngineFactory();

    /** To be followed by {@link #configure}. */
    public ReloadingSslEngineFactory() {}

    @Override
    public void configure(Map<String, ?> configs) {
        SecureSocket configured = OwnProperties.SOCKET.from(configs, SecureSocket.class);
        this.configs = configs;
        this.socket = configured;
        this.stamp = stamp(configured);
        this.current = made(configured);
    }

    @Override
    public SSLEngine createClientSslEngine(String peerHost, int peerPort, String endpointIdentification) {
        reloadIfChanged();
        return current.createClientSslEngine(peerHost, peerPort, endpointIdentification);
    }

    private synchronized void reloadIfChanged() {
        SecureSocket configured = socket;
        if (configured == null) {
            return;
        }
        List<String> now = stamp(configured);
        if (now.equals(stamp)) {
            return;
        }
        stamp = now;
        try {
            DefaultSslEngineFactory next = made(configured);
            current.close();
            current = next;
            LOG.info("Certificates are read anew from {}", SocketMapping.paths(configured));
        } catch (RuntimeException e) {
            LOG.warn(
                    "The changed certificate files {} cannot be used; the last ones stay in force: {}",
                    SocketMapping.paths(configured),
                    e.getMessage());
        }
    }

    private DefaultSslEngineFactory made(SecureSocket configured) {
        List<String> problems = new ArrayList<>();
        Map<String, Object> all = new HashMap<>(configs);
        all.putAll(SocketMapping.stores(configured, problems));
        if (!problems.isEmpty()) {
            throw new KafkaException(String.join("; ", problems));
        }
        DefaultSslEngineFactory factory = new DefaultSslEngineFactory();
        factory.configure(all);
        return factory;
    }

    /** A file that is gone has a stamp of its own. */
    private static List<String> stamp(SecureSocket socket) {
        return SocketMapping.paths(socket).stream()
                .map(ReloadingSslEngineFactory::stamp)
                .toList();
    }

    private static String stamp(String path) {
        try {
            BasicFileAttributes file = Files.readAttributes(Path.of(path), BasicFileAttributes.class);
            return file.lastModifiedTime() + " " + file.size() + " " + file.fileKey();
        } catch (IOException gone) {
            return gone.getClass().getSimpleName();
        }
    }

    /** Not used: it is for clients. */
    @Override
    public SSLEngine createServerSslEngine(String peerHost, int peerPort) {
        return current.createServerSslEngine(peerHost, peerPort);
    }

    @Override
    public boolean shouldBeRebuilt(Map<String, Object> nextConfigs) {
        return false;
    }

    @Override
    public Set<String> reconfigurableConfigs() {
        return Set.of();
    }

    @Override
    public @Nullable KeyStore keystore() {
        return current.keystore();
    }

    @Override
    public @Nullable KeyStore truststore() {
        return current.truststore();
    }

    @Override
    public synchronized void close() {
        current.close();
    }
}
