package dev.barre.kafka.internal.engine;

import dev.barre.kafka.interop.RecordSlice;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a lane handles in one call of the handler. Owned by its lane from the moment it is submitted; its content is replaced as a
 * whole, so that the thread that polls may read it for a commit.
 */
final class Delivery<R> {
    private volatile Content<R> content;
    private int attempts;

    Delivery(List<Share<R>> shares) {
        this.content = new Content<>(shares, null);
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

    /** Cuts off the first {@code handled} items, which are done. */
    void cut(int handled) {
        Content<R> now = content;
        if (now.batch != null && handled > 0) {
            content = new Content<>(now.shares, now.batch.remaining(handled, index -> true));
            // The one that failed now was the first for what is left.
            attempts = 1;
        }
    }

    /** How far each partition is settled when the first {@code handled} items are done. */
    List<Settled<R>> settledAfter(int handled) {
        Content<R> now = content;
        List<Settled<R>> settled = new ArrayList<>();
        if (now.batch != null) {
            for (int index = 0; index < now.shares.size(); index++) {
                Share<R> share = now.shares.get(index);
                long offset = now.batch.parts().get(index).settledAfter(handled);
                settled.add(new Settled<>(share.state, share.epoch, offset));
            }
        }
        return settled;
    }

    /**
     * {@link #settledAfter} for user code that counts the items it was given: nothing, once those have been cut, tried again or
     * finished.
     */
    @SuppressWarnings("ReferenceEquality") // asks whether it was replaced, were it by an equal one
    IntFunction<List<Settled<R>>> settlements() {
        Content<R> given = content;
        return handled -> content == given ? settledAfter(handled) : List.of();
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
    private record Content<R>(
            List<Share<R>> shares, @Nullable Batch<R> batch) {}

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
