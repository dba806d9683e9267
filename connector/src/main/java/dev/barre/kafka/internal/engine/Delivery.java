package dev.barre.kafka.internal.engine;

import dev.barre.kafka.interop.RecordSlice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a lane handles in one call of the handler. Owned by its lane from the moment it is submitted; its content is replaced as a
 * whole, so that the thread that polls may read it for a commit.
 */
final class Delivery<R> {
    private final long bytes;
    private volatile Content<R> content;
    private int attempts;

    Delivery(List<Share<R>> shares) {
        this.content = new Content<>(shares, null);
        this.bytes = shares.stream().mapToLong(share -> share.slice.bytes()).sum();
    }

    /** The size of what it was made of, in bytes. */
    long bytes() {
        return bytes;
    }

    boolean includes(PartitionState<R> state) {
        return content.shares.stream().anyMatch(share -> share.state == state);
    }

    boolean isWanted() {
        return content.shares.stream().anyMatch(Share::isWanted);
    }

    /** How often handling what is left has been tried. */
    int attempts() {
        return attempts;
    }

    void attempted() {
        attempts++;
    }

    /** Drops what is no longer wanted and binds the rest, unless that was done before. */
    Batch<R> prepare(RecordReader<R> reader, RejectionPolicy policy) {
        Content<R> now = content;
        List<Share<R>> wanted = now.shares.stream().filter(Share::isWanted).toList();
        Batch<R> batch;
        if (now.batch == null) {
            batch = Batch.read(wanted.stream().map(Share::slice).toList(), reader, policy);
        } else {
            batch = now.batch.remaining(0, index -> wanted.contains(now.shares.get(index)));
        }
        content = new Content<>(wanted, batch);
        return batch;
    }

    /**
     * Cuts off the first {@code handled} items, which are done.
     *
     * @param attemptsOfRest how often handling what is left has been tried
     */
    void cut(int handled, int attemptsOfRest) {
        Content<R> now = content;
        if (now.batch != null && handled > 0) {
            content = new Content<>(now.shares, now.batch.remaining(handled, index -> true));
            attempts = attemptsOfRest;
        }
    }

    /** How far each partition is settled when the first {@code handled} items are done. */
    List<Settled<R>> settledAfter(int handled) {
        return content.settledAfter(handled);
    }

    /** How far each partition is settled by what the handler has noted as done. Any thread. */
    List<Settled<R>> progress() {
        Content<R> now = content;
        return now.settledAfter(now.handled);
    }

    /** The items that the handler was given: it counts those, whatever is cut or dropped later. */
    Given<R> given() {
        return new Given<>(this, content);
    }

    /** What a handler was given in one attempt. Thread-safe. */
    record Given<R>(Delivery<R> delivery, Content<R> content) {
        /** How far its first {@code handled} items settle; nothing once they have been cut, tried again or finished. */
        @SuppressWarnings("ReferenceEquality") // asks whether it was replaced, were it by an equal one
        List<Settled<R>> settledAfter(int handled) {
            return delivery.content == content ? content.settledAfter(handled) : List.of();
        }

        /** Notes the first {@code handled} items as done; returns whether the one behind them is still wanted. */
        boolean goOn(int handled) {
            content.handled = handled;
            return content.isWanted(handled);
        }
    }

    /** Nothing of it is left. */
    void finish() {
        content = new Content<>(List.of(), null);
    }

    /** The partitions that stand before a record that could not be read. */
    List<Blocked<R>> blocked() {
        Content<R> now = content;
        List<Blocked<R>> blocked = new ArrayList<>();
        if (now.batch != null) {
            for (int index = 0; index < now.shares.size(); index++) {
                Blockage blockage = now.batch.parts().get(index).blockage();
                if (blockage != null) {
                    Share<R> share = now.shares.get(index);
                    blocked.add(new Blocked<>(share.state, share.epoch, blockage));
                }
            }
        }
        return blocked;
    }

    /** The places of what is left, for a message. */
    @Override
    public String toString() {
        return content.shares.stream()
                .map(share -> share.state.partition() + "@"
                        + (share.slice.size() > 0 ? share.slice.offset(0) : share.slice.nextOffset()))
                .toList()
                .toString();
    }

    /** Shares and, once they are bound, the batch with a part for each. */
    private static final class Content<R> {
        private final List<Share<R>> shares;
        private final @Nullable Batch<R> batch;

        /** How many items the handler has noted as done. */
        private volatile int handled;

        Content(List<Share<R>> shares, @Nullable Batch<R> batch) {
            this.shares = shares;
            this.batch = batch;
        }

        List<Settled<R>> settledAfter(int items) {
            List<Settled<R>> settled = new ArrayList<>();
            if (batch != null) {
                for (int index = 0; index < shares.size(); index++) {
                    Batch.Part part = batch.parts().get(index);
                    if (part.isBegunAfter(items)) {
                        Share<R> share = shares.get(index);
                        settled.add(new Settled<>(share.state, share.epoch, part.settledAfter(items)));
                    }
                }
            }
            return settled;
        }

        boolean isWanted(int item) {
            if (batch == null) {
                return false;
            }
            int part = batch.partOf(item);
            return part < 0 || shares.get(part).isWanted();
        }
    }

    /** A slice, with the epoch of its partition when it was handed over. */
    record Share<R>(PartitionState<R> state, long epoch, RecordSlice slice) {
        boolean isWanted() {
            return state.wants(epoch);
        }
    }

    /** All before {@code offset} is settled. */
    record Settled<R>(PartitionState<R> state, long epoch, long offset) {
        void apply() {
            state.settle(epoch, offset);
        }
    }

    /** A partition that its lane has blocked. */
    record Blocked<R>(PartitionState<R> state, long epoch, Blockage blockage) {}
}
