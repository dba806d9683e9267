package dev.barre.kafka.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client in a JVM whose heap is too small for what it is told to expect. */
class SmallHeapTest {
    @Test
    void plaintextOnATlsPort_namesTheProtocol(@TempDir Path folder) throws Exception {
        Path output = folder.resolve("output");
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PlaintextOnTls.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(child.waitFor(100, TimeUnit.SECONDS)).isTrue();
        } finally {
            child.destroyForcibly();
        }
        assertThat(Files.readString(output, UTF_8))
                .contains("FATAL OutOfMemoryError")
                .contains("securityProtocol (security.protocol) is PLAINTEXT, but the listener at")
                .contains("speaks SSL");
    }

    static final class PlaintextOnTls {
        /** What a server of TLS answers to anything else: fatal, unexpected message. */
        private static final byte[] ALERT = {21, 3, 3, 0, 2, 2, 10};

        private PlaintextOnTls() {}

        public static void main(String[] args) throws IOException {
            try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
                daemon(() -> accept(server));
                poll("127.0.0.1:" + server.getLocalPort());
            }
        }

        private static void poll(String address) {
            ClientSettings settings = ClientSettings.of(
                    List.of(address),
                    Map.of(
                            "key.deserializer", ByteArrayDeserializer.class,
                            "value.deserializer", ByteArrayDeserializer.class,
                            "enable.auto.commit", false));
            try (NativeConsumer consumer = new NativeConsumer(settings, TestFailure::new)) {
                consumer.assign(List.of(new TopicPartition("orders", 0)));
                for (int polls = 0; polls < 30; polls++) {
                    consumer.poll(Duration.ofSeconds(1));
                }
            } catch (TestFailure e) {
                System.out.println(e.failure().disposition() + " "
                        + (e.getCause() == null ? "" : e.getCause().getClass().getSimpleName()) + " " + e.getMessage());
            }
        }

        private static void accept(ServerSocket server) {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    daemon(() -> answer(socket));
                } catch (IOException closed) {
                    return;
                }
            }
        }

        private static void answer(Socket accepted) {
            try (Socket socket = accepted) {
                if (socket.getInputStream().read() >= 0) {
                    socket.getOutputStream().write(ALERT);
                    socket.getOutputStream().flush();
                    // Until the other side is gone: a connection that is reset loses what was written.
                    socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                }
            } catch (IOException gone) {
                // The next one.
            }
        }

        private static void daemon(Runnable work) {
            Thread thread = new Thread(work);
            thread.setDaemon(true);
            thread.start();
        }
    }
}
