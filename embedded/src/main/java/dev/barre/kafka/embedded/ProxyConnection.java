package dev.barre.kafka.embedded;

import dev.barre.kafka.embedded.FaultProxy.Direction;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * A client's connection and the one to the broker that belongs to it. Belongs to the thread of its {@link ProxyLoop}.
 */
final class ProxyConnection {
    private final SocketChannel client;
    private final SocketChannel broker;
    private final SelectionKey clientKey;
    private final SelectionKey brokerKey;
    private final InetSocketAddress target;
    private final ProxyPipe toBroker;
    private final ProxyPipe toClient;
    private boolean lostBytes;

    /** Takes over the client's channel; connects to the target with the first {@link #advance}. */
    ProxyConnection(Selector selector, SocketChannel client, InetSocketAddress target, ProxyCounters counters)
            throws IOException {
        this.client = client;
        this.broker = SocketChannel.open();
        this.target = target;
        this.clientKey = registered(client, selector);
        this.brokerKey = registered(broker, selector);
        this.toBroker = new ProxyPipe(Direction.TO_BROKER, client, broker, counters.bytes(Direction.TO_BROKER));
        this.toClient = new ProxyPipe(Direction.TO_CLIENT, broker, client, counters.bytes(Direction.TO_CLIENT));
    }

    /** Moves bytes as far as it goes without waiting, and says to the selector what to wait for. */
    void advance(ByteBuffer buffer, LinkFaults faults, long now) {
        if (faults.blackHole()) {
            swallow(buffer);
            return;
        }
        try {
            if (isConnected()) {
                toBroker.move(buffer, faults, now);
                toClient.move(buffer, faults, now);
            }
            if (toBroker.isOver() && toClient.isOver()) {
                client.close();
                broker.close();
            } else {
                await();
            }
        } catch (IOException e) {
            // Refused by the broker, or broken by one side: the other hears of it in the same way.
            reset();
        }
    }

    /** In how many nanoseconds bytes are due, {@link ProxyPipe#NEVER} where only the sockets decide. */
    long dueIn(LinkFaults faults, long now) {
        if (faults.blackHole() || !broker.isConnected()) {
            return ProxyPipe.NEVER;
        }
        return Math.min(dueIn(toBroker, faults, now), dueIn(toClient, faults, now));
    }

    boolean hasLostBytes() {
        return lostBytes;
    }

    boolean isClosed() {
        return !client.isOpen();
    }

    /** Closes both sides so that they see a reset. */
    void reset() {
        reset(client);
        reset(broker);
    }

    private void swallow(ByteBuffer buffer) {
        lostBytes = true;
        toBroker.swallow(buffer);
        if (broker.isConnected()) {
            toClient.swallow(buffer);
        }
        await();
    }

    private boolean isConnected() throws IOException {
        if (broker.isConnected()) {
            return true;
        }
        return broker.isConnectionPending() ? broker.finishConnect() : broker.connect(target);
    }

    private void await() {
        boolean connected = broker.isConnected();
        clientKey.interestOps((connected || lostBytes ? reading(toBroker) : 0) | writing(toClient));
        brokerKey.interestOps(connected ? reading(toClient) | writing(toBroker) : connecting());
    }

    private int connecting() {
        return broker.isConnectionPending() && !lostBytes ? SelectionKey.OP_CONNECT : 0;
    }

    private static int reading(ProxyPipe pipe) {
        return pipe.wantsToRead() ? SelectionKey.OP_READ : 0;
    }

    private static int writing(ProxyPipe pipe) {
        return pipe.wantsToWrite() ? SelectionKey.OP_WRITE : 0;
    }

    private static long dueIn(ProxyPipe pipe, LinkFaults faults, long now) {
        return pipe.wantsToWrite() ? ProxyPipe.NEVER : pipe.dueIn(faults, now);
    }

    private static SelectionKey registered(SocketChannel channel, Selector selector) throws IOException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return channel.register(selector, 0);
    }

    private static void reset(SocketChannel channel) {
        try (channel) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            // It is closed or broken already, which is what the other side is to see.
            return;
        }
    }
}
