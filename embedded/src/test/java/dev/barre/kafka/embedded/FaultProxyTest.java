package dev.barre.kafka.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.barre.kafka.embedded.FaultProxy.Direction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The proxy in front of a plain server socket, each test with one connection through it. */
class FaultProxyTest {
    private static final int TIMEOUT_MILLIS = 5_000;

    /** A thread for each task: the common pool has one on two cores, and reader and writer need one each. */
    private static final Executor OWN_THREADS = task -> new Thread(task).start();

    private ServerSocket server;
    private FaultProxy proxy;
    private Socket client;
    private Socket broker;

    @BeforeEach
    void connect() throws IOException {
        server = new ServerSocket(0, 2_000, InetAddress.getLoopbackAddress());
        server.setSoTimeout(TIMEOUT_MILLIS);
        proxy = FaultProxy.to("127.0.0.1:" + server.getLocalPort());
        client = newClient();
        broker = accepted();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        broker.close();
        proxy.close();
        server.close();
    }

    @Test
    void bytes_bothWays_arriveUnchangedAndAreCounted() throws Exception {
        byte[] sent = new byte[3 << 20];
        new Random(1).nextBytes(sent);

        CompletableFuture<byte[]> there = read(broker, sent.length);
        client.getOutputStream().write(sent);
        CompletableFuture<byte[]> back = read(client, sent.length);
        broker.getOutputStream().write(there.get());

        assertThat(back.get()).isEqualTo(sent);
        assertThat(proxy.bytes(Direction.TO_BROKER)).isEqualTo(sent.length);
        assertThat(proxy.bytes(Direction.TO_CLIENT)).isEqualTo(sent.length);
        assertThat(proxy.connections()).isEqualTo(1);
        assertThat(proxy.openConnections()).isEqualTo(1);
    }

    @Test
    void end_ofOneSide_arrivesAfterItsBytesAndLeavesTheOtherDirectionOpen() throws Exception {
        client.getOutputStream().write(1);
        client.shutdownOutput();

        assertThat(broker.getInputStream().readAllBytes()).containsExactly(1);
        broker.getOutputStream().write(2);
        broker.close();
        assertThat(client.getInputStream().readAllBytes()).containsExactly(2);
        await().until(() -> proxy.openConnections() == 0);
    }

    @Test
    void reset_ofOneSide_resetsTheOther() throws Exception {
        broker.setSoLinger(true, 0);
        broker.close();

        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
    }

    @Test
    void target_nobodyListens_resetsTheClient() throws Exception {
        server.close();

        try (Socket refused = newClient()) {
            assertThatThrownBy(() -> refused.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void latency_oneDirection_delaysItAlone() throws Exception {
        proxy.latency(Direction.TO_CLIENT, Duration.ofMillis(400));

        assertThat(time(client, broker)).isLessThan(Duration.ofMillis(400));
        assertThat(time(broker, client)).isBetween(Duration.ofMillis(400), Duration.ofSeconds(4));
    }

    @Test
    void latency_manyBytes_delaysThemTogether() throws Exception {
        proxy.latency(Duration.ofMillis(300));

        long start = System.nanoTime();
        CompletableFuture<byte[]> arrived = read(broker, 100);
        for (int i = 0; i < 100; i++) {
            client.getOutputStream().write(i);
        }
        arrived.get();

        assertThat(since(start)).isBetween(Duration.ofMillis(300), Duration.ofSeconds(3));
    }

    @Test
    void heal_withLatency_deliversWhatWasHeldBackInOrder() throws Exception {
        proxy.latency(Duration.ofMinutes(5));
        client.getOutputStream().write(new byte[] {1, 2});
        client.getOutputStream().write(3);

        proxy.heal();

        assertThat(read(broker, 3).get()).containsExactly(1, 2, 3);
    }

    @Test
    void bandwidth_limited_takesTheTimeItMust() throws Exception {
        proxy.bandwidth(100_000);

        long start = System.nanoTime();
        CompletableFuture<byte[]> arrived = read(broker, 50_000);
        client.getOutputStream().write(new byte[50_000]);
        arrived.get();

        assertThat(since(start)).isBetween(Duration.ofMillis(450), Duration.ofSeconds(4));
    }

    @Test
    void cut_openConnection_resetsBothSidesAndTakesNewOnes() throws Exception {
        proxy.cut();

        assertThat(proxy.openConnections()).isZero();
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> broker.getInputStream().read()).isInstanceOf(SocketException.class);
        try (Socket next = newClient();
                Socket nextBroker = accepted()) {
            assertThat(time(next, nextBroker)).isLessThan(Duration.ofSeconds(4));
        }
    }

    @Test
    void refuse_untilHealed_refusesNewConnectionsOnly() throws Exception {
        String address = proxy.address();
        proxy.refuse();
        proxy.refuse();

        assertThatThrownBy(this::newClient).isInstanceOf(IOException.class);
        assertThat(time(client, broker)).isLessThan(Duration.ofSeconds(4));

        proxy.heal();

        assertThat(proxy.address()).isEqualTo(address);
        try (Socket next = newClient();
                Socket nextBroker = accepted()) {
            assertThat(time(next, nextBroker)).isLessThan(Duration.ofSeconds(4));
        }
    }

    @Test
    void halfOpen_bytesAndEnds_areLostUntilHealedByACut() throws Exception {
        proxy.halfOpen();
        client.getOutputStream().write(1);
        client.shutdownOutput();
        broker.getOutputStream().write(2);
        broker.setSoTimeout(200);
        client.setSoTimeout(200);

        assertThatThrownBy(() -> broker.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        try (Socket next = newClient()) {
            next.setSoTimeout(200);
            next.getOutputStream().write(3);
            assertThatThrownBy(() -> next.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        }
        assertThat(proxy.openConnections()).isEqualTo(2);

        proxy.heal();

        assertThat(proxy.openConnections()).isZero();
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> broker.getInputStream().read()).isInstanceOf(SocketException.class);
    }

    @Test
    void faults_changedWhileBytesFlow_areEachInForceAndLoseNoByte() throws Exception {
        int count = 20_000;
        CompletableFuture<byte[]> arrived = read(broker, count);
        CompletableFuture<Void> sent = CompletableFuture.runAsync(
                () -> {
                    try {
                        for (int i = 0; i < count; i++) {
                            client.getOutputStream().write(i);
                        }
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                },
                OWN_THREADS);
        do {
            proxy.latency(Duration.ofMillis(1));
            proxy.refuse();
            proxy.heal();
        } while (!sent.isDone());

        byte[] bytes = arrived.get();
        for (int i = 0; i < count; i++) {
            assertThat(bytes[i]).isEqualTo((byte) i);
        }
    }

    @Test
    @Timeout(30)
    void close_whileAConnectionArrives_returns() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            FaultProxy next = FaultProxy.to("127.0.0.1:" + server.getLocalPort());
            try (Socket arriving = new Socket(
                    InetAddress.getLoopbackAddress(),
                    Integer.parseInt(next.address().split(":", -1)[1]))) {
                arriving.getOutputStream().write(i);
                for (long spin = System.nanoTime() + i * 200L; System.nanoTime() < spin; ) {
                    Thread.onSpinWait();
                }
                next.close();
            }
        }
    }

    @Test
    void close_twice_isQuietAndFreesThePort() {
        int port = Integer.parseInt(proxy.address().split(":", -1)[1]);

        proxy.close();

        assertThatCode(proxy::close).doesNotThrowAnyException();
        assertThatCode(() -> new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close())
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        assertThatThrownBy(proxy::cut)
                .isInstanceOf(EmbeddedKafkaException.class)
                .hasMessageContaining("closed");
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("fault-proxy-" + port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:", ":x", "localhost:99999"})
    void to_noAddress_saysSo(String target) {
        assertThatThrownBy(() -> FaultProxy.to(target)).hasMessageContaining("host:port");
    }

    @Test
    void faults_outOfRange_areRefused() {
        assertThatThrownBy(() -> proxy.bandwidth(0)).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> proxy.latency(Duration.ofMillis(-1))).hasMessageContaining("negative");
    }

    private Socket newClient() throws IOException {
        String[] parts = proxy.address().split(":", -1);
        Socket socket = new Socket(parts[0], Integer.parseInt(parts[1]));
        socket.setSoTimeout(TIMEOUT_MILLIS);
        return socket;
    }

    private Socket accepted() throws IOException {
        Socket socket = server.accept();
        socket.setSoTimeout(TIMEOUT_MILLIS);
        return socket;
    }

    /** How long one byte takes. */
    private static Duration time(Socket from, Socket to) throws IOException {
        long start = System.nanoTime();
        from.getOutputStream().write(1);
        assertThat(to.getInputStream().read()).isEqualTo(1);
        return since(start);
    }

    private static Duration since(long startNanos) {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    private static CompletableFuture<byte[]> read(Socket socket, int count) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return socket.getInputStream().readNBytes(count);
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                },
                OWN_THREADS);
    }
}
