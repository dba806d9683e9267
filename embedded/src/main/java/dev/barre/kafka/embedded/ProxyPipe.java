package dev.barre.kafka.embedded;

import dev.barre.kafka.embedded.FaultProxy.Direction;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One direction of a connection: reads from one socket, keeps the bytes until they are due, writes them to the other.
 * Belongs to the thread of its {@link ProxyLoop}.
 */
final class ProxyPipe {
    /** Of a direction without anything that is due. */
    static final long NEVER = Long.MAX_VALUE;

    private static final long MOST_WAITING_BYTES = 8L << 20;
    private static final long SLICES_PER_SECOND = 100;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Direction direction;
    private final SocketChannel from;
    private final SocketChannel to;
    private final AtomicLong delivered;
    private final Deque<Chunk> waiting = new ArrayDeque<>();
    private long waitingBytes;

    /** The limit of the bandwidth allows no byte before this time. */
    private long allowedNanos = System.nanoTime();

    private boolean sourceEnded;
    private boolean endDelivered;
    private boolean sinkFull;

    private record Chunk(ByteBuffer bytes, long readNanos) {}

    ProxyPipe(Direction direction, SocketChannel from, SocketChannel to, AtomicLong delivered) {
        this.direction = direction;
        this.from = from;
        this.to = to;
        this.delivered = delivered;
    }

    /** Reads what there is and writes what is due, each without waiting. */
    void move(ByteBuffer buffer, LinkFaults faults, long now) throws IOException {
        if (wantsToRead()) {
            read(buffer, now);
        }
        write(faults, now);
    }

    /** Reads what there is and forgets it, also that the sender has ended or broken the connection. */
    void swallow(ByteBuffer buffer) {
        waiting.clear();
        waitingBytes = 0;
        sinkFull = false;
        try {
            while (!sourceEnded && from.read(buffer.clear()) != 0) {
                sourceEnded = buffer.position() == 0;
            }
        } catch (IOException e) {
            sourceEnded = true;
        }
    }

    boolean wantsToRead() {
        return !sourceEnded && waitingBytes < MOST_WAITING_BYTES;
    }

    /** Whether bytes are due that the receiver has no room for. */
    boolean wantsToWrite() {
        return sinkFull;
    }

    /** Whether the receiver has got everything and the end. */
    boolean isOver() {
        return endDelivered;
    }

    /** In how many nanoseconds the next bytes are due; zero or less where they are, {@link #NEVER} without any. */
    long dueIn(LinkFaults faults, long now) {
        Chunk head = waiting.peek();
        if (head == null) {
            return NEVER;
        }
        return Math.max(head.readNanos() + faults.latencyNanos(direction) - now, allowedNanos - now);
    }

    private void read(ByteBuffer buffer, long now) throws IOException {
        int count = from.read(buffer.clear());
        if (count < 0) {
            sourceEnded = true;
        } else if (count > 0) {
            ByteBuffer bytes = ByteBuffer.allocate(count);
            waiting.add(new Chunk(bytes.put(buffer.flip()).flip(), now));
            waitingBytes += count;
        }
    }

    private void write(LinkFaults faults, long now) throws IOException {
        sinkFull = false;
        while (!sinkFull && dueIn(faults, now) <= 0) {
            ByteBuffer bytes = waiting.element().bytes();
            int count = writeSlice(bytes, Math.max(1, faults.bytesPerSecond() / SLICES_PER_SECOND));
            waitingBytes -= count;
            delivered.addAndGet(count);
            allowedNanos = now + (long) (count * NANOS_PER_SECOND / faults.bytesPerSecond());
            if (!bytes.hasRemaining()) {
                waiting.remove();
            }
        }
        if (sourceEnded && waiting.isEmpty() && !endDelivered) {
            to.shutdownOutput();
            endDelivered = true;
        }
    }

    private int writeSlice(ByteBuffer bytes, long most) throws IOException {
        int end = bytes.limit();
        bytes.limit((int) Math.min(end, bytes.position() + most));
        try {
            int count = to.write(bytes);
            sinkFull = bytes.hasRemaining();
            return count;
        } finally {
            bytes.limit(end);
        }
    }
}
