package dev.barre.kafka.internal.engine;

import dev.barre.kafka.interop.AssignmentListener;
import dev.barre.kafka.interop.Deadline;
import dev.barre.kafka.interop.NativeConsumer;
import dev.barre.kafka.interop.RecordSlice;
import dev.barre.kafka.interop.Spans;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One member of a consumer group: the thread that polls, and the lanes that it feeds. The thread owns the consumer, the
 * assignment, the progress and the timers; user code never runs on it, and everybody else reaches it through the inbox.
 *
 * @param <R> what the handler takes for one record
 */
public final class Member<R> {
    private static final Logger LOG = LoggerFactory.getLogger(Member.class);

    /** How often a member polls while all its partitions are held, so that it follows a rebalance. */
    private static final Duration KEEP_ALIVE = Duration.ofMillis(100);

    /** How long a member waits for a lane to make room while other lanes have some. */
    private static final Duration SHORT_WAIT = Duration.ofMillis(5);

    /** For how long a member with much at hand does not look at single records that are finished. */
    private static final long NAP_NANOS = Duration.ofMillis(1).toNanos();

    /** Records of one lane by key, where handlers return at once. */
    private static final int MOST_IN_TURN = 16;

    /** Before it polls again, were there room or not. */
    private static final int MOST_NAPS = 20;

    /** How long a member rests after a poll that failed. */
    private static final Duration REST_AFTER_FAILURE = Duration.ofMillis(250);

    /** How long a member that failed waits for the user to have heard of it. */
    private static final Duration LAST_REPORT_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration LAST_COMMIT_TIMEOUT = Duration.ofSeconds(10);

    /** How long a stop waits for a handler that it has interrupted. */
    private static final Duration INTERRUPT_ALLOWANCE = Duration.ofSeconds(1);

    /** What a stop without time left still gives each thing that is to be done: a broker that is there answers well within it. */
    private static final Duration LEAST_LAST_SPAN = Duration.ofSeconds(1);

    /** What it gives all of them together. */
    private static final Duration LAST_SPANS = Duration.ofSeconds(3);

    /** What it gives each where even that is over. */
    private static final Duration SHORTEST_SPAN = Duration.ofMillis(200);

    /** For how long a member that gives a partition up handles records whose followers are handled already. */
    private static final Duration LONGEST_TO_FILL_GAPS = Duration.ofSeconds(5);

    /** How often a member says how it stands. */
    private static final Duration SNAPSHOT_INTERVAL = Duration.ofMillis(500);

    private final MemberSettings settings;
    private final NativeConsumer client;
    private final ExecutorService executor;
    private final Inbox inbox;
    private final Timers timers;
    private final Width width;
    private final Partitions<R> partitions;
    private final Commits<R> commits;
    private final AskedCalls asked = new AskedCalls(this::isInterrupting);
    private final MemberHost<R> host;
    private final RebalanceHandler rebalances;
    private final Delays delays;
    private final Pauses pauses;
    private final Gathered gathered;
    private final Runnable preparation;
    private final PollFailures pollFailures;
    private final PollFailures commitFailures;
    private final Thread thread;
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();

    private volatile @Nullable Stop stop;
    private volatile @Nullable RuntimeException failure;
    private @Nullable RuntimeException cutOff;
    private volatile boolean isWaitedFor;
    private volatile boolean suspended;
    private volatile long roundNanos;
    private volatile @Nullable Throwable pollFailure;
    private volatile List<PartitionSnapshot> snapshots = List.of();
    private @Nullable CompletableFuture<@Nullable Void> prepared;
    private boolean subscribed;
    private boolean deliveryHeld;
    private boolean askedScheduled;
    private CompletableFuture<@Nullable Void> lastReport = CompletableFuture.completedFuture(null);

    /**
     * Takes over {@code client}, which it closes in the end.
     *
     * @param executor runs the lanes; shut down by the member in the end
     */
    public Member(MemberSettings settings, NativeConsumer client, ExecutorService executor, Processing<R> processing) {
        this.settings = settings;
        this.client = client;
        this.executor = executor;
        this.inbox = new Inbox(client::wakeup);
        this.timers = new Timers(settings.nanoTime());
        this.host = new MemberHost<>(this, processing);
        this.rebalances = processing.rebalances();
        this.preparation = processing.preparation();
        this.width = new Width(
                executor,
                settings.lanes().keepsPartitionOrder()
                        ? Integer.MAX_VALUE
                        : settings.lanes().width());
        boolean oneRecordEach = processing.handler().takesOneAtATime();
        int mostInTurn = mostInTurn(oneRecordEach);
        this.partitions = new Partitions<>(dispatch(oneRecordEach, mostInTurn), settings.limits());
        this.delays = new Delays(processing.dueTimes(), System::currentTimeMillis, timers, partitions::submit);
        this.pauses = new Pauses(client);
        this.gathered = new Gathered(
                mostInTurn > 1 && settings.deliveryInterval().isZero() && processing.dueTimes() == DueTimes.NOW,
                width,
                partitions,
                this::handOver);
        this.commits = new Commits<>(settings, client, partitions, timers, this::isInterrupting, this::commitsFail);
        this.pollFailures = new PollFailures(settings.nanoTime());
        this.commitFailures = new PollFailures(settings.nanoTime());
        this.roundNanos = settings.nanoTime().getAsLong();
        this.thread = new Thread(this::run, "barre-poll-" + settings.name());
    }

    private Dispatch<R> dispatch(boolean oneRecordEach, int mostInTurn) {
        LanePlan plan = settings.lanes();
        int cores = Runtime.getRuntime().availableProcessors();
        Supplier<Lane<R>> newLane = () -> Lane.readingAhead(host, width, cores);
        return switch (plan.order()) {
            case MEMBER -> OrderedDispatch.oneLane(newLane);
            case PARTITION -> OrderedDispatch.lanePerPartition(newLane);
            case KEY -> new KeyDispatch<>(() -> Lane.joining(host, width, mostInTurn), width, plan.width());
            case NOTHING -> new UnorderedDispatch<>(() -> new Lane<>(host, width), width, plan.width(), oneRecordEach);
        };
    }

    /**
     * How many records of a lane are joined: only what nobody can tell from a turn for each, so those of lanes by key whose handlers take
     * one, where no rate or breaker counts turns.
     */
    private int mostInTurn(boolean oneRecordEach) {
        return settings.lanes().order() == LanePlan.Order.KEY
                        && oneRecordEach
                        && host.admission().isOpen()
                ? Math.min(MOST_IN_TURN, settings.commitAfter())
                : 1;
    }

    /** The user knows that the last member with this {@code group.instance.id} is waited for. Comes before the start. */
    public void isWaitedFor() {
        isWaitedFor = true;
    }

    /** Subscribes and begins to poll, on a thread of its own. */
    public void start() {
        thread.start();
    }

    /** Closes a member that was never started. */
    public void discard() {
        executor.shutdownNow();
        client.close(Duration.ZERO);
    }

    /** Ends when the member has stopped: normally, or with what it failed for. */
    public CompletableFuture<@Nullable Void> ended() {
        return ended;
    }

    /**
     * Takes in no more, lets what is being handled finish until the deadline, commits what is settled, leaves the group and closes.
     * Returns at once; {@link #ended} tells when that is done. The first call counts, but for one that interrupts.
     *
     * @param interrupt whether handlers are interrupted now instead of at the deadline
     */
    public void stop(Deadline deadline, boolean interrupt) {
        Stop requested = stop;
        if (requested == null || interrupt && !requested.interrupt) {
            stop = new Stop(deadline, interrupt);
        }
        if (interrupt) {
            executor.shutdownNow();
        }
        inbox.addUrgent(() -> {});
    }

    /** Fetches nothing more, or goes on; what is fetched is handled still, and the membership is kept. Any thread. */
    public void suspend(boolean suspend) {
        suspended = suspend;
        inbox.addUrgent(() -> {});
    }

    /** How the member stands. Any thread. */
    public MemberSnapshot snapshot() {
        return new MemberSnapshot(settings.name(), roundNanos, pollFailure, commits.persistentFailure(), snapshots);
    }

    /** Tells the user of {@code failure} on a lane thread, unless he is still busy with what he was told before. Any thread. */
    public void tellUser(RuntimeException failure) {
        inbox.addUrgent(() -> report(failure));
    }

    /** Ends the member for {@code cause}, which the user is told. Any thread. */
    void fail(RuntimeException cause) {
        failure = cause;
        inbox.addUrgent(() -> {});
    }

    Inbox inbox() {
        return inbox;
    }

    Executor executor() {
        return executor;
    }

    MemberSettings settings() {
        return settings;
    }

    // ---- everything below runs on the thread that polls ----

    private void run() {
        inbox.own();
        Throwable failedFor = null;
        try {
            commits.start();
            takeSnapshots();
            while (stop == null) {
                RuntimeException cause = failure;
                if (cause != null) {
                    throw cause;
                }
                if (cutOff != null) {
                    throw cutOff;
                }
                stepOrRest();
            }
        } catch (Throwable fatal) {
            failedFor = fatal;
            if (isWaitedFor && NativeConsumer.isInstanceInUse(fatal)) {
                LOG.info("{}: {}", settings.name(), fatal.getMessage());
            } else {
                LOG.error("{} has failed and stops", settings.name(), fatal);
                tell(fatal);
                awaitReport();
            }
        }
        try {
            shutDown(failedFor != null && failedFor != failure);
        } catch (Throwable late) {
            LOG.warn("{} could not be closed in order", settings.name(), late);
        }
        if (failedFor == null) {
            ended.complete(null);
        } else {
            ended.completeExceptionally(failedFor);
        }
    }

    private void takeSnapshots() {
        timers.after(SNAPSHOT_INTERVAL.toNanos(), this::takeSnapshots);
        width.tryAgain();
        snapshots = partitions.snapshots(client::lag, client::knownPosition, isHeldAsAWhole());
    }

    private void stepOrRest() {
        showLife();
        try {
            step();
        } catch (RuntimeException e) {
            if (settings.fatal().test(e)) {
                throw e;
            }
            pollFailure = e;
            if (pollFailures.isNews(e)) {
                report(e);
            }
            inbox.await(REST_AFTER_FAILURE);
        }
    }

    private void commitsFail(RuntimeException failure) {
        if (settings.fatal().test(failure)) {
            cutOff = failure;
        } else if (commitFailures.isNews(failure)) {
            report(failure);
        }
    }

    /** The thread goes round, or waits for something that has a deadline. */
    private void showLife() {
        roundNanos = settings.nanoTime().getAsLong();
    }

    /** Tells the user of a failure that will come again if he is still busy with the last one. */
    private void report(Throwable failure) {
        if (lastReport.isDone()) {
            tell(failure);
        }
    }

    /**
     * Tells the user, one report after the other, on a lane thread: what he asks for in return is answered by this one. Nobody is
     * told where a stop has shut the lanes down meanwhile.
     */
    private void tell(Throwable failure) {
        try {
            lastReport = lastReport.handleAsync(
                    (before, thrown) -> {
                        host.reportFailure(failure);
                        return null;
                    },
                    executor);
        } catch (RejectedExecutionException stopping) {
            LOG.debug("Not reported, for the member stops", failure);
        }
    }

    private void awaitReport() {
        Deadline deadline = Deadline.after(LAST_REPORT_TIMEOUT);
        while (!lastReport.isDone() && !deadline.isOver() && !isInterrupting()) {
            inbox.await(KEEP_ALIVE);
            inbox.run();
        }
    }

    private void step() {
        inbox.run();
        timers.runDue();
        if (!subscribed) {
            if (!isPrepared()) {
                inbox.await(KEEP_ALIVE);
                return;
            }
            client.subscribe(settings.topics(), new Assignments());
            subscribed = true;
        }
        Set<TopicPartition> held = held();
        if (isAllHeld(held)) {
            held = awaitRoom();
        } else if (partitions.isRoomExpected(settings.nanoTime().getAsLong())) {
            // Most often a lane is about to make room, and a pause costs more than the wait: while some partitions are
            // paused, a fetch of the others alone may hold the connection for fetch.max.wait.ms.
            inbox.await(Duration.ofNanos(timers.nanosToNext(SHORT_WAIT.toNanos())));
            held = heldAfterWhatIsDue();
        }
        pollAndSubmit(held);
    }

    /**
     * Everything is held: waits for an entry, which most often makes room. Where it does not, because wide lanes finish one record after
     * the other, it naps and takes them together; but not for long, for only polls take in what the brokers send meanwhile.
     */
    private Set<TopicPartition> awaitRoom() {
        inbox.await(Duration.ofNanos(timers.nanosToNext(KEEP_ALIVE.toNanos())));
        Set<TopicPartition> held = heldAfterWhatIsDue();
        for (int naps = 0; naps < MOST_NAPS && isAllHeld(held) && stop == null; naps++) {
            inbox.nap(timers.nanosToNext(NAP_NANOS));
            held = heldAfterWhatIsDue();
        }
        return held;
    }

    private Set<TopicPartition> heldAfterWhatIsDue() {
        inbox.run();
        timers.runDue();
        return held();
    }

    /** Prepares on a lane thread, so that a stop waits for nothing; throws what the preparation has thrown, and then begins it anew. */
    private boolean isPrepared() {
        CompletableFuture<@Nullable Void> begun = prepared;
        if (begun == null) {
            try {
                begun = CompletableFuture.runAsync(preparation, executor);
            } catch (RejectedExecutionException stopping) {
                return false;
            }
            begun.whenComplete((nothing, thrown) -> inbox.add(() -> {}));
            prepared = begun;
        }
        if (begun.isCompletedExceptionally()) {
            prepared = null;
        }
        try {
            return begun.isDone() && begun.join() == null;
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    private Set<TopicPartition> held() {
        return isHeldAsAWhole() ? Set.copyOf(partitions.names()) : partitions.held();
    }

    private boolean isHeldAsAWhole() {
        return deliveryHeld || suspended;
    }

    private boolean isAllHeld(Set<TopicPartition> held) {
        return !held.isEmpty() && held.size() == partitions.names().size();
    }

    private void pollAndSubmit(Set<TopicPartition> held) {
        pauses.holdOnly(held);
        long longest =
                isAllHeld(held) ? 0 : timers.nanosToNext(settings.pollTimeout().toNanos());
        gathered.begin();
        List<RecordSlice> slices = inbox.whilePolling(!held.isEmpty(), () -> client.poll(Duration.ofNanos(longest)));
        if (slices == null) {
            return;
        }
        pollFailures.over();
        pollFailure = null;
        gathered.add(taken(slices));
        try {
            while (gathered.wantsMore() && stop == null && failure == null && !suspended) {
                gathered.add(taken(client.poll(Duration.ZERO)));
            }
        } finally {
            gathered.handOver();
        }
    }

    private List<Share> taken(List<RecordSlice> slices) {
        if (settings.commitsBeginning() && partitions.begin(slices, client::knownPosition)) {
            commits.soon();
        }
        return partitions.take(slices);
    }

    private void handOver(List<Share> shares) {
        delays.submitWhenDue(shares);
        if (!settings.deliveryInterval().isZero()) {
            deliveryHeld = true;
            timers.after(settings.deliveryInterval().toNanos(), () -> deliveryHeld = false);
        }
    }

    void finished(Delivery<R> delivery) {
        partitions.finished(delivery, settings.nanoTime().getAsLong());
    }

    void handled(int records) {
        commits.handled(records);
    }

    void waits(Lane<R> lane, Delivery<R> delivery, long nanos) {
        lane.waitForRetry(delivery);
        if (nanos == 0) {
            lane.retry(delivery);
            return;
        }
        timers.after(lane.isWorthAWait(delivery) ? nanos : 0, () -> lane.retry(delivery));
    }

    void blocked(PartitionState state, long epoch, long offset) {
        if (state.epoch() != epoch || partitions.find(state.partition()) != state) {
            return;
        }
        try {
            client.seek(state.partition(), offset);
        } catch (RuntimeException e) {
            LOG.warn("{}: {} could not be sought back yet", settings.name(), state.partition(), e);
            timers.after(REST_AFTER_FAILURE.toNanos(), () -> blocked(state, epoch, offset));
            return;
        }
        int attempts = state.blockedAt(offset);
        delays.dropUnwanted();
        long waitEpoch = state.epoch();
        timers.after(settings.backoff().after(attempts).toNanos(), () -> state.stopWaiting(waitEpoch));
    }

    void commit(List<Delivery.Settled> settled, Duration timeout, CompletableFuture<Boolean> answer) {
        settled.forEach(Delivery.Settled::apply);
        askForCommit("commit", () -> partitions.uncommitted(partitions.all()), timeout, answer);
    }

    void commit(Map<TopicPartition, Long> offsets, Duration timeout, CompletableFuture<Boolean> answer) {
        askForCommit("commitOffset", () -> offsets, timeout, answer);
    }

    private void askForCommit(
            String operation,
            Supplier<Map<TopicPartition, Long>> offsets,
            Duration timeout,
            CompletableFuture<Boolean> answer) {
        asked.ask(
                timeout,
                left -> {
                    commits.now(operation, offsets.get(), left);
                    return true;
                },
                answer);
        tryAskedLater();
    }

    private void tryAskedLater() {
        if (!asked.isEmpty() && !askedScheduled) {
            askedScheduled = true;
            timers.after(SHORT_WAIT.toNanos(), () -> {
                askedScheduled = false;
                asked.tryAgain();
                tryAskedLater();
            });
        }
    }

    /** Answers the calls that wait, one way or the other: whoever asked is waited for now. */
    private void answerAsked(Duration within) {
        asked.answerAtOnce(Deadline.after(within));
        asked.tryAgain();
    }

    void seek(TopicPartition partition, long offset) {
        client.seek(partition, offset);
        PartitionState state = partitions.find(partition);
        if (state != null) {
            state.sought(offset);
            partitions.dropUnwanted();
            delays.dropUnwanted();
        }
    }

    Set<TopicPartition> assignment() {
        return partitions.names();
    }

    void position(TopicPartition partition, Duration timeout, CompletableFuture<Long> answer) {
        asked.ask(timeout, left -> client.position("position", partition, left), answer);
        tryAskedLater();
    }

    void pauseByUser(Collection<TopicPartition> some) {
        partitions.pauseByUser(some);
    }

    void resumeByUser(Collection<TopicPartition> some) {
        partitions.resumeByUser(some);
    }

    /** @param isCutOff whether it may be that the partitions belong to others by now, so that nobody waits for handlers */
    private void shutDown(boolean isCutOff) {
        Stop requested = stop;
        Stop how = requested != null
                ? requested
                : new Stop(Deadline.after(isCutOff ? Duration.ZERO : settings.drainTimeout()), isCutOff);
        List<PartitionState> all = partitions.all();
        try {
            if (isCutOff) {
                answerAsked(lastSpan());
            }
            drain(all, how.deadline, isCutOff ? () -> {} : this::keepMembership);
            answerAsked(lastSpan());
            if (!all.isEmpty()) {
                List<TopicPartition> names = List.copyOf(partitions.names());
                tellOfRebalance(() -> tellOfEnd(isCutOff, names));
            }
            executor.shutdownNow();
            // An interrupted handler still gets the chance to say how far it came.
            await(
                    () -> isInHand(all),
                    Deadline.after(Spans.shorter(INTERRUPT_ALLOWANCE, lastSpan())),
                    () -> false,
                    () -> {});
            warnOfUnfinished(all);
            // Also of one that is cut off, as far as the brokers let it: what was handled need not come again.
            commits.last(
                    () -> partitions.stillOwned(all), Deadline.after(lastSpan()), () -> !isCutOff && goOnBalancing());
        } finally {
            executor.shutdownNow();
            partitions.remove(all);
            snapshots = List.of();
            host.close();
            inbox.run();
            client.close(lastSpan());
        }
    }

    private void tellOfEnd(boolean isCutOff, List<TopicPartition> names) {
        if (isCutOff) {
            rebalances.lost(names, host.scopeWithoutItems());
        } else {
            rebalances.revoked(names, host.scopeWithoutItems());
        }
    }

    /**
     * Waits for what is being handled of {@code states}, unless a stop interrupts it, and begins no more than what lies before the
     * last record that was begun: left open, that gap would bring all the records behind it again.
     */
    private void drain(List<PartitionState> states, Deadline deadline, Runnable meanwhile) {
        states.forEach(PartitionState::holdIntake);
        Map<PartitionState, Long> begun = partitions.begun(states);
        // What has ended since is settled by now.
        inbox.run();
        partitions.settleProgress();
        states.forEach(state ->
                state.stopIntakeAt(Math.max(begun.getOrDefault(state, Progress.NOTHING), state.highestSettled())));
        Deadline gaps = Deadline.after(Spans.shorter(deadline.remaining(), LONGEST_TO_FILL_GAPS));
        await(
                () -> states.stream()
                        .anyMatch(state -> state.isInHand()
                                || !gaps.isOver() && !state.isSettledToIntakeEnd() && !partitions.isWaiting(state)),
                deadline,
                this::isInterrupting,
                meanwhile);
    }

    private void await(BooleanSupplier isBusy, Deadline deadline, BooleanSupplier givesUp, Runnable meanwhile) {
        while (isBusy.getAsBoolean() && !deadline.isOver() && !givesUp.getAsBoolean()) {
            inbox.await(Spans.shorter(deadline.remaining(), KEEP_ALIVE));
            inbox.run();
            showLife();
            meanwhile.run();
        }
        inbox.run();
    }

    /** Polls with all paused: a handler that takes long must not cost the membership while the member waits for it to stop. */
    private void keepMembership() {
        try {
            pauses.holdOnly(partitions.names());
            client.poll(Duration.ZERO);
            asked.tryAgain();
        } catch (RuntimeException e) {
            LOG.debug("{}: a poll failed while it stops", settings.name(), e);
        }
    }

    /** Takes a rebalance that is under way a step further. */
    private boolean goOnBalancing() {
        keepMembership();
        inbox.await(SHORT_WAIT);
        inbox.run();
        showLife();
        return true;
    }

    private void warnOfUnfinished(List<PartitionState> states) {
        for (PartitionState state : states) {
            if (state.isInHand()) {
                LOG.warn(
                        "{}: {} is still being handled; its records since the last commit will be delivered again",
                        settings.name(),
                        state.partition());
            } else if (state.highestSettled() > state.settled()) {
                LOG.warn(
                        "{}: {} is done up to offset {} without a gap, and up to {} with one; what lies between will be delivered again",
                        settings.name(),
                        state.partition(),
                        state.settled(),
                        state.highestSettled());
            }
        }
    }

    private boolean isInterrupting() {
        Stop requested = stop;
        return requested != null && (requested.interrupt || requested.deadline.isOver());
    }

    private static boolean isInHand(List<PartitionState> states) {
        return states.stream().anyMatch(PartitionState::isInHand);
    }

    /** For answers, the last commit, or leaving the group: what a stop that was asked for leaves, within bounds. */
    private Duration lastSpan() {
        Stop requested = stop;
        if (requested == null) {
            return LAST_COMMIT_TIMEOUT;
        }
        Duration span =
                Spans.longer(LEAST_LAST_SPAN, Spans.shorter(requested.deadline.remaining(), LAST_COMMIT_TIMEOUT));
        return Spans.longer(SHORTEST_SPAN, Spans.shorter(span, requested.end.remaining()));
    }

    /** For user code that a rebalance waits for: no longer than a stop leaves, where one was asked for. */
    private Duration longestForUserCode() {
        return stop == null ? settings.drainTimeout() : Spans.shorter(settings.drainTimeout(), lastSpan());
    }

    /**
     * How the member is to stop.
     *
     * @param deadline of the handlers
     * @param end by when it is to be over, but for moments
     */
    private record Stop(Deadline deadline, boolean interrupt, Deadline end) {
        Stop(Deadline deadline, boolean interrupt) {
            this(deadline, interrupt, Deadline.after(deadline.remaining().plus(LAST_SPANS)));
        }
    }

    /** Called from within a poll, on its thread. */
    private final class Assignments implements AssignmentListener {
        @Override
        public void assigned(Collection<TopicPartition> added) {
            inbox.undisturbed(() -> {
                gathered.handOver();
                partitions.add(added);
                // The poll that assigns them may fetch them as well.
                pauses.holdOnly(held());
                tellOfRebalance(() -> rebalances.assigned(List.copyOf(added), host.scopeWithoutItems()));
                asked.mayWait();
            });
        }

        @Override
        public void revoked(Collection<TopicPartition> revoked) {
            inbox.undisturbed(() -> {
                gathered.handOver();
                giveUp(revoked);
            });
        }

        @Override
        public void lost(Collection<TopicPartition> lost) {
            inbox.undisturbed(() -> {
                gathered.handOver();
                forget(partitions.find(lost), lost);
                tellOfRebalance(() -> rebalances.lost(List.copyOf(lost), host.scopeWithoutItems()));
                asked.mayWait();
            });
        }

        private void giveUp(Collection<TopicPartition> revoked) {
            List<PartitionState> states = partitions.find(revoked);
            answerAsked(longestForUserCode());
            try {
                drain(states, Deadline.after(settings.drainTimeout()), () -> {});
                tellOfRebalance(() -> rebalances.revoked(List.copyOf(revoked), host.scopeWithoutItems()));
                commits.last(states, lastSpan());
            } finally {
                forget(states, revoked);
                asked.mayWait();
            }
        }

        private void forget(List<PartitionState> states, Collection<TopicPartition> names) {
            partitions.remove(states);
            delays.dropUnwanted();
            pauses.forget(names);
        }
    }

    /** Has user code run on a lane thread and waits for it, as long as a revoke waits for a handler. */
    private void tellOfRebalance(Runnable report) {
        if (rebalances == RebalanceHandler.NONE) {
            return;
        }
        CompletableFuture<@Nullable Void> told;
        try {
            told = CompletableFuture.runAsync(report, executor);
        } catch (RejectedExecutionException stopping) {
            return;
        }
        told.whenComplete((nothing, thrown) -> inbox.add(() -> {}));
        Deadline deadline = Deadline.after(settings.drainTimeout());
        asked.answerAtOnce(Deadline.after(longestForUserCode()));
        while (!told.isDone() && !deadline.isOver() && !isInterrupting()) {
            inbox.await(Spans.shorter(deadline.remaining(), KEEP_ALIVE));
            inbox.run();
            showLife();
        }
        if (told.isCompletedExceptionally()) {
            told.handle((nothing, thrown) -> {
                tell(Stages.unwrapped(thrown));
                return null;
            });
        }
    }
}
