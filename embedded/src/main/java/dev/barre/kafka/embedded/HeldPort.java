package dev.barre.kafka.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A loopback port that the operating system chose and that stays ours until {@link #close()}, whether or not anybody
 * listens on it.
 *
 * <p>A bound socket that does not listen holds the number: a connection to it is refused, and neither another process nor
 * an outgoing connection is given it. So a cluster knows its ports before it starts, and a node that comes back finds its
 * old one free. Thread-safe.
 */
final class HeldPort implements AutoCloseable {
    /** IPv4 by number: {@code localhost} may mean an IPv6 address too, and clients would try both. */
    private static final InetAddress LOOPBACK = loopback();

    private static final Duration RETRY_FOR = Duration.ofSeconds(5);
    private static final Duration RETRY_INTERVAL = Duration.ofMillis(20);

    private final int number;
    private @Nullable Socket holder;

    private HeldPort(Socket holder) {
        this.holder = holder;
        this.number = holder.getLocalPort();
    }

    /** Takes a port that is free now. */
    static HeldPort take() {
        try {
            return new HeldPort(bound(0));
        } catch (IOException e) {
            throw new UncheckedIOException("No free port on " + LOOPBACK, e);
        }
    }

    /** Takes that port, also where another process holds it in this way. */
    static HeldPort take(int number) throws IOException {
        return new HeldPort(bound(number));
    }

    int number() {
        return number;
    }

    String address() {
        return LOOPBACK.getHostAddress() + ":" + number;
    }

    /** Opens the port for connections; the caller closes the channel. */
    synchronized ServerSocketChannel listen(int receiveBuffer, int backlog) throws IOException {
        long start = System.nanoTime();
        while (true) {
            try {
                return listening(receiveBuffer, backlog);
            } catch (BindException e) {
                // Linux lets the listening socket share the port with the holder; where the system does not, let go of
                // it.
                release();
                if (System.nanoTime() - start > RETRY_FOR.toNanos()) {
                    throw e;
                }
                pause();
            }
        }
    }

    /** Holds the number again after the listening channel was closed, where {@link #listen} had to let go of it. */
    synchronized void hold() {
        if (holder == null) {
            try {
                holder = bound(number);
            } catch (IOException e) {
                // Somebody else has the port now. The next listen reports it, unless it is free again by then.
                return;
            }
        }
    }

    /** Lets another process take the port: lets go of it where the system does not let two sockets share one. */
    synchronized void share() {
        try {
            bound(number).close();
        } catch (IOException e) {
            release();
        }
    }

    @Override
    public synchronized void close() {
        release();
    }

    private void release() {
        Socket held = holder;
        holder = null;
        if (held != null) {
            try {
                held.close();
            } catch (IOException e) {
                throw new UncheckedIOException("Port " + number + " could not be released", e);
            }
        }
    }

    private ServerSocketChannel listening(int receiveBuffer, int backlog) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            // Kafka's -1 means the default of the operating system.
            if (receiveBuffer > 0) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
            }
            channel.bind(new InetSocketAddress(LOOPBACK, number), backlog);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static Socket bound(int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(LOOPBACK, port));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static InetAddress loopback() {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(RETRY_INTERVAL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for a port", e);
        }
    }
}
