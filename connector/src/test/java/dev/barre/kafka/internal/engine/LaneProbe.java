package dev.barre.kafka.internal.engine;

import java.time.Duration;
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

    /** A delivery that waits for its retry. */
    record Waiting(Lane<String> lane, Delivery<String> delivery, Duration span) {}

    final List<String> events = new ArrayList<>();
    final List<List<@Nullable String>> handled = new ArrayList<>();
    final List<Delivery.Given<String>> givens = new ArrayList<>();
    final List<String> settledPlaces = new ArrayList<>();
    final List<String> asked = new ArrayList<>();
    final List<Waiting> waits = new ArrayList<>();
    final Queue<Step> steps = new ArrayDeque<>();
    final FakeClock clock = new FakeClock();
    RecordReader<String> reader = Slices.reader();
    RejectionPolicy policy = (partition, offset, rejection) -> false;
    Retries retries = (failure, attempts, sinceFirst) -> Duration.ofMillis(attempts);
    Recovery recovery = (slice, index, reason, cause, attempts) -> null;
    Admission admission = Admission.OPEN;
    boolean blocksInPlace;
    boolean oneAtATime;

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

    /** So many attempts are made at once, and no more. */
    LaneProbe attempts(int most) {
        retries = (failure, attempts, sinceFirst) -> {
            asked.add(failure.getMessage() + " " + attempts);
            return attempts < most ? Duration.ofMillis(attempts) : null;
        };
        return this;
    }

    /** What was handed over last. */
    Delivery.Given<String> given() {
        return givens.get(givens.size() - 1);
    }

    /** The delivery that began to wait last. */
    Waiting waiting() {
        return waits.get(waits.size() - 1);
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
    public Retries retries() {
        return retries;
    }

    @Override
    public Recovery recovery() {
        return recovery;
    }

    @Override
    public Admission admission() {
        return admission;
    }

    @Override
    public Duration readAgainAfter(int attempts) {
        return Duration.ofSeconds(attempts);
    }

    @Override
    public long nanoTime() {
        return clock.getAsLong();
    }

    @Override
    public boolean blocksInPlace() {
        return blocksInPlace;
    }

    @Override
    public @Nullable MemberScope scope(Delivery.Given<String> given) {
        givens.add(given);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> handle(List<@Nullable String> items, @Nullable MemberScope scope)
            throws Throwable {
        handled.add(new ArrayList<>(items));
        Step step = steps.poll();
        return step == null ? null : step.handle(items);
    }

    @Override
    public boolean takesOneAtATime() {
        return oneAtATime;
    }

    @Override
    public void settled(List<Delivery.Settled> settled, int items) {
        settled.forEach(each -> {
            each.apply();
            for (int index = each.from(); index < each.to(); index++) {
                settledPlaces.add(place(each.share(), index));
            }
            PartitionState state = each.share().state();
            events.add("settled " + state.partition().partition() + "@" + state.settled());
        });
    }

    @Override
    public void recover(
            Delivery<String> delivery, Delivery.Settled record, Recovery.Reason reason, Throwable cause, int attempts) {
        Share share = record.share();
        CompletionStage<?> stage = recovery.recover(share.slice(), record.from(), reason, cause, attempts);
        events.add("recover " + place(share, record.from()) + " " + reason + " " + cause.getMessage() + " " + attempts);
        if (stage == null) {
            settled(List.of(record), 0);
            return;
        }
        delivery.hold();
        share.state().taken();
        stage.whenComplete((done, failure) -> {
            if (failure == null) {
                settled(List.of(record), 0);
            }
            share.state().given();
            if (delivery.letGo()) {
                finished(delivery);
            }
        });
    }

    private static String place(Share share, int index) {
        return share.state().partition().partition() + ":" + share.slice().offset(index);
    }

    @Override
    public void blocked(Delivery.Blocked blocked) {
        events.add("blocked " + blocked.share().state().partition().partition() + "@"
                + blocked.blockage().offset());
    }

    @Override
    public void reportFailure(Throwable cause) {
        events.add("failed " + cause.getMessage());
    }

    @Override
    public void stop(RuntimeException failure) {
        events.add("stop " + failure.getMessage());
    }

    @Override
    public void waits(Lane<String> lane, Delivery<String> delivery, long nanos) {
        waits.add(new Waiting(lane, delivery, Duration.ofNanos(nanos)));
        lane.waitForRetry(delivery);
    }

    @Override
    public void finished(Delivery<String> delivery) {
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
