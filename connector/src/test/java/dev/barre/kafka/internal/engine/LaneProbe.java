package dev.barre.kafka.internal.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A host that notes what a lane tells it, in order, and applies settlements at once. */
final class LaneProbe implements LaneHost<String>, RecordHandler<String> {
    /** What one call of the handler does. */
    interface Step {
        @Nullable
        CompletionStage<?> handle(List<@Nullable String> items) throws Throwable;
    }

    final List<String> events = new ArrayList<>();
    final List<List<@Nullable String>> handled = new ArrayList<>();
    final List<Delivery.Given<String>> settlements = new ArrayList<>();
    final Queue<Step> steps = new ArrayDeque<>();
    RecordReader<String> reader = Slices.reader();
    RejectionPolicy policy = (partition, offset, rejection) -> false;

    @Nullable
    Delivery<String> failed;

    int attempts;

    /** What the next call of the handler does; without it a call succeeds at once. */
    LaneProbe then(Step step) {
        steps.add(step);
        return this;
    }

    LaneProbe thenThrow(Throwable thrown) {
        return then(items -> {
            throw thrown;
        });
    }

    @Override
    public RecordReader<String> reader() {
        return reader;
    }

    @Override
    public RejectionPolicy rejectionPolicy() {
        return policy;
    }

    @Override
    public RecordHandler<String> handler() {
        return this;
    }

    @Override
    public @Nullable MemberScope scope(Delivery.Given<String> settlement) {
        settlements.add(settlement);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> handle(List<@Nullable String> items, @Nullable MemberScope scope)
            throws Throwable {
        handled.add(List.copyOf(items));
        Step step = steps.poll();
        return step == null ? null : step.handle(items);
    }

    @Override
    public void settled(List<Delivery.Settled<String>> settled, int items) {
        settled.forEach(each -> {
            each.apply();
            events.add("settled " + each.state().partition().partition() + "@" + each.offset());
        });
    }

    @Override
    public void blocked(Delivery.Blocked<String> blocked) {
        events.add("blocked " + blocked.state().partition().partition() + "@"
                + blocked.blockage().offset());
    }

    @Override
    public void reportFailure(Throwable cause) {
        events.add("failed " + cause.getMessage());
    }

    @Override
    public void handlingFailed(Lane<String> lane, Delivery<String> delivery, int count) {
        failed = delivery;
        attempts = count;
        lane.waitForRetry(delivery);
    }

    @Override
    public void finished(Lane<String> lane, Delivery<String> delivery) {
        lane.finishedOne(0);
        events.add("finished");
    }

    @Override
    public void handled(int items) {
        throw new AssertionError("a lane tells its host, which tells the handler");
    }

    @Override
    public void failed(Throwable error, MemberScope scope) {
        throw new AssertionError("a lane tells its host, which tells the handler");
    }
}
