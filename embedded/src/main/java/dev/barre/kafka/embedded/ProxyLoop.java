package dev.barre.kafka.embedded;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of a {@link FaultProxy}. It owns the sockets and the faults; others give it commands and wait until they
 * are done.
 */
final class ProxyLoop {
    private static final Logger LOG = LoggerFactory.getLogger(ProxyLoop.class);
    private static final int BACKLOG = 50;
    private static final int BUFFER_BYTES = 64 << 10;
    private static final long NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final HeldPort port;
    private final InetSocketAddress target;
    private final ProxyCounters counters;
    private final Selector selector;
    private final Thread thread;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final List<ProxyConnection> connections = new ArrayList<>();
    private LinkFaults faults = LinkFaults.NONE;
    private @Nullable ServerSocketChannel listening;
    private boolean closing;

    /** Guarded by itself, as is {@link #ended}. */
    private final Queue<Command> commands = new ArrayDeque<>();

    private boolean ended;

    /** What the thread is to do, and who waits for it. */
    private record Command(Action action, CompletableFuture<Void> done) {}

    @FunctionalInterface
    private interface Action {
        void run() throws IOException;
    }

    private ProxyLoop(HeldPort port, InetSocketAddress target, ProxyCounters counters) throws IOException {
        this.port = port;
        this.target = target;
        this.counters = counters;
        this.selector = Selector.open();
        this.thread = new Thread(this::run, "fault-proxy-" + port.number());
        thread.setDaemon(true);
    }

    /** Listens on the port, which the loop owns from here on. */
    static ProxyLoop start(HeldPort port, InetSocketAddress target, ProxyCounters counters) {
        try {
            ProxyLoop loop = new ProxyLoop(port, target, counters);
            loop.listen();
            loop.thread.start();
            return loop;
        } catch (IOException e) {
            port.close();
            throw new EmbeddedKafkaException("A proxy cannot listen on " + port.address() + ": " + e, e);
        }
    }

    void change(UnaryOperator<LinkFaults> change) {
        call(() -> faults = change.apply(faults));
    }

    void cut() {
        call(() -> connections.forEach(ProxyConnection::reset));
    }

    void refuse() {
        call(this::stopListening);
    }

    void heal() {
        call(() -> {
            faults = LinkFaults.NONE;
            connections.stream().filter(ProxyConnection::hasLostBytes).forEach(ProxyConnection::reset);
            listen();
        });
    }

    /** Closes all sockets and waits for that, interrupted or not. */
    void close() {
        CompletableFuture<Void> done = submit(() -> closing = true);
        if (done != null) {
            // A failure of the thread has closed them too.
            done.exceptionally(failure -> null).join();
        }
    }

    private void call(Action action) {
        CompletableFuture<Void> done = submit(action);
        if (done == null) {
            throw new EmbeddedKafkaException("The proxy on " + port.address() + " is closed.", null);
        }
        try {
            done.join();
        } catch (CompletionException e) {
            throw new EmbeddedKafkaException(
                    "The proxy on " + port.address() + " failed: " + e.getCause(), e.getCause());
        }
    }

    /** Null where the thread has ended. */
    private @Nullable CompletableFuture<Void> submit(Action action) {
        Command command = new Command(action, new CompletableFuture<>());
        synchronized (commands) {
            if (ended) {
                return null;
            }
            commands.add(command);
        }
        selector.wakeup();
        return command.done();
    }

    private void run() {
        List<Command> done = new ArrayList<>();
        Throwable reason = new ClosedChannelException();
        try {
            while (!closing) {
                runCommands(done);
                forgetClosed();
                // A channel that was closed is gone only after the next selection.
                selector.selectNow();
                if (!closing) {
                    complete(done);
                    accept();
                    await(move());
                }
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("The proxy on {} has failed", port.address(), e);
            reason = e;
        } finally {
            end(done, reason);
        }
    }

    private void runCommands(List<Command> done) {
        for (Command command = nextCommand(); command != null; command = nextCommand()) {
            try {
                command.action().run();
                done.add(command);
            } catch (IOException | RuntimeException e) {
                command.done().completeExceptionally(e);
            }
        }
    }

    private @Nullable Command nextCommand() {
        synchronized (commands) {
            return commands.poll();
        }
    }

    private boolean hasCommands() {
        synchronized (commands) {
            return !commands.isEmpty();
        }
    }

    private static void complete(List<Command> done) {
        done.forEach(command -> command.done().complete(null));
        done.clear();
    }

    private void listen() throws IOException {
        if (listening == null) {
            ServerSocketChannel channel = port.listen(0, BACKLOG);
            channel.register(selector, SelectionKey.OP_ACCEPT);
            listening = channel;
        }
    }

    private void stopListening() throws IOException {
        ServerSocketChannel channel = listening;
        if (channel != null) {
            listening = null;
            channel.close();
            selector.selectNow();
            port.hold();
        }
    }

    private void accept() throws IOException {
        ServerSocketChannel channel = listening;
        if (channel == null) {
            return;
        }
        for (SocketChannel client = channel.accept(); client != null; client = channel.accept()) {
            counters.oneAccepted();
            connections.add(new ProxyConnection(selector, client, target, counters));
        }
    }

    /** Returns in how many nanoseconds there is more to do, if no socket is ready before. */
    private long move() {
        long now = System.nanoTime();
        long next = ProxyPipe.NEVER;
        for (ProxyConnection connection : connections) {
            connection.advance(buffer, faults, now);
            next = Math.min(next, connection.dueIn(faults, now));
        }
        forgetClosed();
        return next;
    }

    private void forgetClosed() {
        connections.removeIf(ProxyConnection::isClosed);
        counters.open(connections.size());
    }

    private void await(long nanos) throws IOException {
        // The selections of this round may have used up the wakeup of a command that came in the middle of it.
        if (nanos <= 0 || hasCommands()) {
            selector.selectNow();
        } else if (nanos == ProxyPipe.NEVER) {
            selector.select();
        } else {
            selector.select(nanos / NANOS_PER_MILLI + 1);
        }
        selector.selectedKeys().clear();
    }

    private void end(List<Command> done, Throwable reason) {
        connections.forEach(ProxyConnection::reset);
        try (selector;
                port) {
            stopListening();
        } catch (IOException e) {
            LOG.warn("A socket of the proxy on {} could not be closed", port.address(), e);
        }
        connections.clear();
        counters.open(0);
        List<Command> tooLate;
        synchronized (commands) {
            ended = true;
            tooLate = List.copyOf(commands);
            commands.clear();
        }
        complete(done);
        tooLate.forEach(command -> command.done().completeExceptionally(reason));
    }
}
