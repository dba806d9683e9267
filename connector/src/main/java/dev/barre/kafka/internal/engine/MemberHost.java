package dev.barre.kafka.internal.engine;

import dev.barre.kafka.interop.Deadline;
import dev.barre.kafka.interop.Disposition;
import dev.barre.kafka.interop.Failure;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries what lanes and user code want to the thread that polls. Thread-safe. */
final class MemberHost<R> implements LaneHost<R> {
    private static final Logger LOG = LoggerFactory.getLogger(MemberHost.class);

    private static final long ANSWER_GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Member<R> member;
    private final Processing<R> processing;
    private volatile boolean closed;

    MemberHost(Member<R> member, Processing<R> processing) {
        this.member = member;
        this.processing = processing;
    }

    /** Refuses every later request of user code. On the thread that polls. */
    void close() {
        closed = true;
    }

    @Override
    public RecordReader<R> reader() {
        return processing.reader();
    }

    @Override
    public RejectionPolicy rejectionPolicy() {
        return processing.policy();
    }

    @Override
    public RecordHandler<R> handler() {
        return processing.handler();
    }

    @Override
    public Retries retries() {
        return processing.retries();
    }

    @Override
    public Recovery recovery() {
        return processing.recovery();
    }

    @Override
    public Admission admission() {
        return processing.admission();
    }

    @Override
    public Duration readAgainAfter(int attempts) {
        return member.settings().backoff().after(attempts);
    }

    @Override
    public long nanoTime() {
        return member.settings().nanoTime().getAsLong();
    }

    @Override
    public boolean blocksInPlace() {
        return !member.settings().lanes().keepsPartitionOrder();
    }

    @Override
    public MemberScope scope(Delivery.Given<R> given) {
        return new Scope(given);
    }

    /** For code that handles no batch: what it commits is what was settled before. */
    MemberScope scopeWithoutItems() {
        return new Scope(null);
    }

    @Override
    public void settled(List<Delivery.Settled> settled, int handled) {
        // Every caller goes on to add what wakes the member: finished, blocked, waiting or failed.
        member.inbox().addQuietly(() -> {
            settled.forEach(Delivery.Settled::apply);
            member.handled(handled);
        });
        if (handled > 0) {
            processing.handler().handled(handled);
        }
    }

    @Override
    public void recover(
            Delivery<R> delivery, Delivery.Settled record, Recovery.Reason reason, Throwable cause, int attempts) {
        Share share = record.share();
        CompletionStage<?> stage = processing.recovery().recover(share.slice(), record.from(), reason, cause, attempts);
        if (stage == null) {
            settled(List.of(record), 0);
            return;
        }
        delivery.hold();
        share.state().recoveryBegun();
        stage.whenComplete((done, failure) -> member.inbox().add(() -> {
            if (failure == null) {
                record.apply();
            } else {
                LOG.warn(
                        "{}: {}@{} is not passed on and stays uncommitted: {}",
                        member.settings().name(),
                        share.state().partition(),
                        share.slice().offset(record.from()),
                        Stages.unwrapped(failure).getMessage());
            }
            share.state().recoveryEnded();
            if (delivery.letGo()) {
                member.finished(delivery);
            }
        }));
    }

    @Override
    public void blocked(Delivery.Blocked blocked) {
        Blockage blockage = blocked.blockage();
        Share share = blocked.share();
        // First the way back, then the user: his seek then comes behind it in the inbox.
        member.inbox().addUrgent(() -> member.blocked(share.state(), share.epoch(), blockage.offset()));
        reportFailure(blockage.rejection().exception());
    }

    @Override
    public void reportFailure(Throwable cause) {
        processing.handler().failed(cause, scopeWithoutItems());
    }

    @Override
    public void stop(RuntimeException failure) {
        member.fail(failure);
    }

    @Override
    public void waits(Lane<R> lane, Delivery<R> delivery, long nanos) {
        member.inbox().addUrgent(() -> member.waits(lane, delivery, nanos));
    }

    @Override
    public void finished(Delivery<R> delivery) {
        member.inbox().add(() -> member.finished(delivery));
    }

    private final class Scope implements MemberScope {
        private final Delivery.@Nullable Given<R> given;

        Scope(Delivery.@Nullable Given<R> given) {
            this.given = given;
        }

        @Override
        public void commit(int handledItems, Duration timeout) {
            MemberHost.this.<Boolean>request(
                    "commit",
                    timeout,
                    (remaining, answer) -> member.commit(settledAfter(handledItems), remaining, answer));
        }

        private List<Delivery.Settled> settledAfter(int handledItems) {
            return given == null ? List.of() : given.settledAfter(handledItems);
        }

        @Override
        public void commit(Map<TopicPartition, Long> offsets, Duration timeout) {
            MemberHost.this.<Boolean>request(
                    "commitOffset", timeout, (remaining, answer) -> member.commit(offsets, remaining, answer));
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

        @Override
        public void accept(TopicPartition partition, long offset) {
            outcome("accept", partition, offset, given != null && given.accept(partition, offset));
        }

        @Override
        public void release(TopicPartition partition, long offset, Duration after) {
            outcome("release", partition, offset, given != null && given.release(partition, offset, after));
        }

        @Override
        public void reject(TopicPartition partition, long offset, Throwable cause) {
            outcome("reject", partition, offset, given != null && given.reject(partition, offset, cause));
        }

        private void outcome(String operation, TopicPartition partition, long offset, boolean noted) {
            if (!noted) {
                throw failure(
                        operation,
                        Disposition.NOT_RETRIABLE,
                        partition + "@" + offset
                                + " is not among the records that this call of the service handles, or was settled by it before.",
                        null);
            }
        }

        @Override
        public int attempt() {
            return given == null ? 0 : given.attempt();
        }

        @Override
        public Set<TopicPartition> assignment(Duration timeout) {
            return answer("assignment", timeout, remaining -> Set.copyOf(member.assignment()));
        }

        @Override
        public long position(TopicPartition partition, Duration timeout) {
            return MemberHost.this.<Long>request(
                    "position", timeout, (remaining, answer) -> member.position(partition, remaining, answer));
        }

        @Override
        public void pause(Collection<TopicPartition> partitions, Duration timeout) {
            ask("pause", timeout, remaining -> member.pauseByUser(partitions));
        }

        @Override
        public void resume(Collection<TopicPartition> partitions, Duration timeout) {
            ask("resume", timeout, remaining -> member.resumeByUser(partitions));
        }
    }

    /** Has {@code action} done on the thread that polls, unless nobody waits for it any more when its turn comes. */
    private void ask(String operation, Duration timeout, Consumer<Duration> action) {
        answer(operation, timeout, remaining -> {
            action.accept(remaining);
            return true;
        });
    }

    private <T> T answer(String operation, Duration timeout, Function<Duration, T> question) {
        return request(operation, timeout, (remaining, answer) -> answer.complete(question.apply(remaining)));
    }

    /** Has {@code question}, which is given the time that is left, answered now or later by the thread that polls. */
    private <T> T request(String operation, Duration timeout, BiConsumer<Duration, CompletableFuture<T>> question) {
        Deadline deadline = Deadline.after(timeout);
        CompletableFuture<T> answer = new CompletableFuture<>();
        member.inbox().addUrgent(() -> {
            if (answer.isDone()) {
                return;
            }
            try {
                if (closed) {
                    throw stopped(operation);
                }
                question.accept(deadline.remaining(), answer);
            } catch (Throwable e) {
                answer.completeExceptionally(e);
            }
        });
        if (closed) {
            answer.completeExceptionally(stopped(operation));
        }
        return await(operation, timeout, answer);
    }

    private <T> T await(String operation, Duration timeout, CompletableFuture<T> answer) {
        try {
            // A second on top: a commit that uses its whole timeout ends with its own, better exception.
            return answer.get(Deadline.after(timeout).remainingNanos() + ANSWER_GRACE_NANOS, TimeUnit.NANOSECONDS);
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
