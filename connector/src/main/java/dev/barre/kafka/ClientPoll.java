package dev.barre.kafka;

import dev.barre.kafka.internal.engine.Batch;
import dev.barre.kafka.internal.engine.BatchReader;
import dev.barre.kafka.internal.engine.Blockage;
import dev.barre.kafka.internal.engine.RecordReader;
import dev.barre.kafka.internal.engine.RejectionPolicy;
import dev.barre.kafka.interop.AssignmentListener;
import dev.barre.kafka.interop.NativeConsumer;
import dev.barre.kafka.interop.RecordSlice;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * The polls of a client-style consumer. A partition that stands before a bad record is sought back to it, so the record is read
 * again by each poll until somebody seeks past it. Owned by whoever holds the {@link ConsumerAccess}.
 */
final class ClientPoll implements AssignmentListener {
    private final NativeConsumer client;
    private final AcceptedOffsets accepted;
    private final RejectionPolicy policy;
    private final BatchReader batches;

    /** What the next poll has to report, because the last one had records to return. Emptied by that report. */
    private final Map<TopicPartition, Blockage> due = new LinkedHashMap<>();

    private List<Type> dueFor = List.of();

    ClientPoll(NativeConsumer client, AcceptedOffsets accepted, RejectionPolicy policy, BatchReader batches) {
        this.client = client;
        this.accepted = accepted;
        this.policy = policy;
        this.batches = batches;
    }

    /**
     * One step of a poll: waits up to {@code timeout}, less after a wake-up.
     *
     * @param operation what the user has called
     * @param begins whether this is the first step, by which what was returned before is accepted
     * @param target what the reader binds to; another type may well bind what the last one could not
     */
    <R> List<R> step(String operation, Duration timeout, boolean begins, RecordReader<R> reader, List<Type> target) {
        if (begins) {
            accepted.pollBegins();
            reportDue(target);
        }
        List<RecordSlice> slices = client.poll(operation, accepted.commitIfDue(timeout));
        boolean done = false;
        try {
            List<R> items = read(slices, reader, target);
            done = true;
            return items;
        } catch (PayloadBindingException reported) {
            done = true;
            throw reported;
        } finally {
            if (!done) {
                rewind(slices);
            }
        }
    }

    private <R> List<R> read(List<RecordSlice> slices, RecordReader<R> reader, List<Type> target) {
        Batch<R> batch = batches.read(slices, reader, policy);
        batch.tellSkipped(policy);
        List<Blockage> blockages = batch.blockages();
        blockages.forEach(blockage -> client.seek(blockage.partition(), blockage.offset()));
        batch.parts().forEach(part -> accepted.returned(part.partition(), part.end()));
        if (batch.items().isEmpty() && !blockages.isEmpty()) {
            throw blockages.get(0).rejection().exception();
        }
        noteDue(blockages, target);
        return nonNullItems(batch);
    }

    /** What failed on the way (an interrupt, no memory) must not cost the records that the client has already moved past. */
    private void rewind(List<RecordSlice> slices) {
        for (RecordSlice slice : slices) {
            if (slice.size() > 0) {
                client.seek(slice.partition(), slice.offset(0));
            }
        }
    }

    private void reportDue(List<Type> target) {
        if (!dueFor.equals(target)) {
            due.clear();
        }
        if (!due.isEmpty()) {
            Blockage first = due.values().iterator().next();
            due.clear();
            throw first.rejection().exception();
        }
    }

    private void noteDue(List<Blockage> blockages, List<Type> target) {
        dueFor = target;
        for (Blockage blockage : blockages) {
            if (!blockage.rejection().isRetriable()) {
                due.put(blockage.partition(), blockage);
            }
        }
    }

    /** The element type of a list of payloads does not say that a tombstone is null in it; {@code pollPayload} does. */
    @SuppressWarnings("NullAway") // see above
    private static <R> List<R> nonNullItems(Batch<R> batch) {
        return batch.items();
    }

    /** The user gives up these partitions by hand, of which Kafka tells nobody. */
    void givenUp(Collection<TopicPartition> partitions) {
        revoked(partitions);
    }

    /** The user has moved this partition. */
    void sought(TopicPartition partition) {
        due.remove(partition);
    }

    @Override
    public void revoked(Collection<TopicPartition> partitions) {
        due.keySet().removeAll(partitions);
        accepted.revoked(partitions);
    }

    @Override
    public void lost(Collection<TopicPartition> partitions) {
        due.keySet().removeAll(partitions);
        accepted.lost(partitions);
    }
}
