package dev.barre.kafka.embedded;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * A TCP proxy on a loopback port, in front of one broker, whose connections can be made bad while they are in use.
 *
 * <pre>{@code
 * try (FaultProxy proxy = FaultProxy.to("127.0.0.1:9092")) {
 *     proxy.latency(Duration.ofMillis(200));
 *     proxy.cut();
 *     proxy.heal();
 * }
 * }</pre>
 *
 * <p>A Kafka client connects to the addresses that brokers advertise, so a proxy in front of a broker that does not
 * advertise it sees no more than the first connection. {@link EmbeddedKafka.Builder#withFaultProxies()} makes brokers
 * that do.
 *
 * <p>Faults add up until {@link #heal()}. A function returns once its fault is in force. Latency and bandwidth act on
 * bytes, not on the making of a connection. A connection that the broker does not take is accepted and then reset.
 * Thread-safe; one daemon thread moves the bytes. Every function but the counters throws an
 * {@link EmbeddedKafkaException} when the proxy is closed.
 */
public final class FaultProxy implements AutoCloseable {
    /** Which way bytes go. */
    public enum Direction {
        TO_BROKER,
        TO_CLIENT
    }

    private final HeldPort port;
    private final ProxyCounters counters;
    private final ProxyLoop loop;

    private FaultProxy(HeldPort port, InetSocketAddress target) {
        this.port = port;
        this.counters = new ProxyCounters();
        this.loop = ProxyLoop.start(port, target, counters);
    }

    /**
     * Opens a proxy without faults on a free port.
     *
     * @param target where the connections go, {@code "host:port"}; nobody need listen there yet
     */
    public static FaultProxy to(String target) {
        return to(HeldPort.take(), target);
    }

    /** The same on a port that is taken already, and owned by the proxy from then on. */
    static FaultProxy to(HeldPort port, String target) {
        return new FaultProxy(port, parsed(target));
    }

    /** Where clients connect: {@code "127.0.0.1:4711"}. Stays the same. */
    public String address() {
        return port.address();
    }

    /** {@link #latency(Direction, Duration)} for each direction; the time to an answer grows by twice as much. */
    public void latency(Duration delay) {
        long nanos = nanos(delay);
        loop.change(faults -> faults.withLatency(Direction.TO_BROKER, nanos).withLatency(Direction.TO_CLIENT, nanos));
    }

    /**
     * Delivers bytes that much later than they came, in their order. Bytes under way count too. Up to 8 MiB of a
     * connection are under way; its sender waits beyond that.
     *
     * @param delay zero for none
     */
    public void latency(Direction direction, Duration delay) {
        long nanos = nanos(delay);
        loop.change(faults -> faults.withLatency(direction, nanos));
    }

    /** Limits each direction of each connection; at least 1. */
    public void bandwidth(long bytesPerSecond) {
        if (bytesPerSecond < 1) {
            throw new EmbeddedKafkaException(
                    "bandwidth must be at least 1 byte per second, not " + bytesPerSecond, null);
        }
        loop.change(faults -> faults.withBandwidth(bytesPerSecond));
    }

    /** Ends all connections with a reset, on both sides. Bytes under way are lost. New connections are as before. */
    public void cut() {
        loop.cut();
    }

    /** Refuses new connections until {@link #heal()}. Those that are open go on; {@link #cut()} ends them. */
    public void refuse() {
        loop.refuse();
    }

    /**
     * Loses all bytes in both directions from now on, and the ends of connections too: each side believes that the other
     * is there and silent. New connections are accepted, and are as silent. {@link #heal()} cuts these connections.
     */
    public void halfOpen() {
        loop.change(LinkFaults::withBlackHole);
    }

    /**
     * Takes all faults away. Bytes that latency held back are delivered; connections that were {@link #halfOpen() half
     * open} are cut, as bytes of theirs are lost; new connections are accepted, on the same port.
     */
    public void heal() {
        loop.heal();
    }

    /** How many connections were accepted since the start. */
    public long connections() {
        return counters.connections();
    }

    /** How many connections are open now. */
    public int openConnections() {
        return counters.open();
    }

    /** How many bytes were delivered in that direction since the start. */
    public long bytes(Direction direction) {
        return counters.bytes(direction).get();
    }

    /** Resets the connections and gives the port back. Returns when all sockets are closed. A second close does nothing. */
    @Override
    public void close() {
        loop.close();
    }

    private static long nanos(Duration delay) {
        if (delay.isNegative()) {
            throw new EmbeddedKafkaException("latency must not be negative: " + delay, null);
        }
        return delay.toNanos();
    }

    private static InetSocketAddress parsed(String target) {
        int colon = requireNonNull(target, "target").lastIndexOf(':');
        try {
            return new InetSocketAddress(target.substring(0, colon), Integer.parseInt(target.substring(colon + 1)));
        } catch (RuntimeException e) {
            throw new EmbeddedKafkaException("target must be \"host:port\", which \"" + target + "\" is not.", e);
        }
    }
}
