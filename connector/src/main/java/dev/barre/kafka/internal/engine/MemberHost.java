package dev.barre.kafka.internal.engine;

import dev.barre.kafka.interop.Deadline;
import dev.barre.kafka.interop.Disposition;
import dev.barre.kafka.interop.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Carries what lanes and user code want to the thread that polls. Thread-safe. */
final class MemberHost<R> implements LaneHost<R> {
    private static final long ANSWER_GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Member<R> member;
    private final RecordReader<R> reader;
    private final RejectionPolicy policy;
    private final RecordHandler<R> handler;
    private volatile boolean closed;

    MemberHost(Member<R> member, RecordReader<R> reader, RejectionPolicy policy, RecordHandler<R> handler) {
        this.member = member;
        this.reader = reader;
        this.policy = policy;
        this.handler = handler;
    }

    /** Refuses every later request of user code. On the thread that polls. */
    void close() {
        closed = true;
    }

    @Override
    public RecordReader<R> reader() {
        return reader;
    }

    @Override
    public RejectionPolicy rejectionPolicy() {
        return policy;
    }

    @Override
    public RecordHandler<R> handler() {
        return handler;
    }

    @Override
    public MemberScope scope(Delivery.Given<R> given) {
        return new Scope(given);
    }

    /** For {@code onError}: what it commits is what was settled before, and nothing of the batch that failed. */
    private MemberScope scopeWithoutItems() {
        return new Scope(null);
    }

    @Override
    public void settled(List<Delivery.Settled<R>> settled, int items) {
        // Every caller goes on to add what wakes the member: finished, blocked or failed.
        member.inbox().addQuietly(() -> settled.forEach(Delivery.Settled::apply));
        handler.handled(items);
    }

    @Override
    public void blocked(Delivery.Blocked<R> blocked) {
        Blockage blockage = blocked.blockage();
        // First the way back, then the user: his seek then comes behind it in the inbox.
        member.inbox().addUrgent(() -> member.blocked(blocked.state(), blocked.epoch(), blockage.offset()));
        handler.failed(blockage.rejection().exception(), scopeWithoutItems());
    }

    @Override
    public void reportFailure(Throwable cause) {
        handler.failed(cause, scopeWithoutItems());
    }

    @Override
    public void handlingFailed(Lane<R> lane, Delivery<R> delivery, int attempts) {
        member.inbox().addUrgent(() -> member.handlingFailed(lane, delivery, attempts));
    }

    @Override
    public void finished(Lane<R> lane, Delivery<R> delivery) {
        member.inbox().add(() -> member.finished(lane, delivery));
    }

    private final class Scope implements MemberScope {
        private final Delivery.@Nullable Given<R> given;

        Scope(Delivery.@Nullable Given<R> given) {
            this.given = given;
        }

        @Override
        public void commit(int handledItems, Duration timeout) {
            ask("commit", timeout, remaining -> member.commit(settledAfter(handledItems), remaining));
        }

        private List<Delivery.Settled<R>> settledAfter(int handledItems) {
            return given == null ? List.of() : given.settledAfter(handledItems);
        }

        @Override
        public void commit(Map<TopicPartition, Long> offsets, Duration timeout) {
            ask("commitOffset", timeout, remaining -> member.commit(offsets, remaining));
        }

        @Override
        public void seek(TopicPartition partition, long offset, Duration timeout) {
            ask("seek", timeout, remaining -> member.seek(partition, offset));
        }

        @Override
        public boolean goOn(int handledItems) {
            return given != null && given.goOn(handledItems);
        }

        @Override
        public Executor executor() {
            return member.executor();
        }
    }

    /** Has {@code action} done on the thread that polls, unless nobody waits for it any more when its turn comes. */
    private void ask(String operation, Duration timeout, Consumer<Duration> action) {
        Deadline deadline = Deadline.after(timeout);
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        member.inbox().addUrgent(() -> {
            if (answer.isDone()) {
                return;
            }
            try {
                if (closed) {
                    throw stopped(operation);
                }
                action.accept(deadline.remaining());
                answer.complete(true);
            } catch (Throwable e) {
                answer.completeExceptionally(e);
            }
        });
        if (closed) {
            answer.completeExceptionally(stopped(operation));
        }
        await(operation, timeout, answer);
    }

    private void await(String operation, Duration timeout, CompletableFuture<Boolean> answer) {
        try {
            // A second on top: a commit that uses its whole timeout ends with its own, better exception.
            answer.get(Deadline.after(timeout).remainingNanos() + ANSWER_GRACE_NANOS, TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw failure(operation, Disposition.NOT_RETRIABLE, String.valueOf(e.getCause()), e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(false);
            throw failure(operation, Disposition.RETRIABLE, "no answer within " + timeout + ".", e);
        } catch (InterruptedException e) {
            answer.cancel(false);
            Thread.currentThread().interrupt();
            throw failure(operation, Disposition.RETRIABLE, "the calling thread was interrupted.", e);
        }
    }

    private RuntimeException stopped(String operation) {
        return failure(operation, Disposition.NOT_RETRIABLE, "the listener has stopped.", null);
    }

    private RuntimeException failure(
            String operation, Disposition disposition, String reason, @Nullable Throwable cause) {
        return member.settings()
                .failures()
                .create(new Failure(operation, disposition, operation + " failed on the listener: " + reason, cause));
    }
}
