package dev.barre.kafka;

import dev.barre.kafka.internal.engine.RecordReader;
import dev.barre.kafka.interop.ApiTimeouts;
import dev.barre.kafka.interop.ClientSettings;
import dev.barre.kafka.interop.Deadline;
import dev.barre.kafka.interop.KafkaCalls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls and calls a {@link Service} with what it finds (specification 4.3). Thread-safe; every function throws a {@link
 * ConnectorException} and nothing else.
 *
 * <p>With {@code autoCommit} an offset is committed after its record was handled: on the interval, when its partition is revoked and
 * on stop. A handler that throws gets its records again, by default without limit; what becomes of them after a limit
 * is for the {@link ListenerOptions} to say. A slow handler does not cost the membership: polling
 * goes on meanwhile.
 *
 * <p>{@link #gracefulStop} and {@link #immediateStop} may be called twice, before the start, from any thread and from inside the
 * service; there they do not wait (a stage that the service has returned is not inside it: a stop called there waits for itself
 * until its timeout). A stopped listener can be started again.
 */
public final class Listener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

    private static final Duration DEFAULT_STOP_TIMEOUT = Duration.ofSeconds(30);

    /** Beyond the timeout of a stop, before it is given up: members take four seconds at the most, and may have to wait for a core. */
    private static final Duration CLOSE_ALLOWANCE = Duration.ofSeconds(10);

    private final ConsumerConfiguration config;
    private final ListenerOptions options;
    private final ApiTimeouts timeouts;
    private final RecordReaders readers;
    private final Deliveries deliveries;
    private final RunFactory runs;
    private final ThreadLocal<Boolean> insideService = new ThreadLocal<>();

    private final ReentrantLock lock = new ReentrantLock();
    private ListenerState state = ListenerState.NEW;
    private @Nullable Attached attached;
    private ListenerRun run = ListenerRun.NONE;
    private ListenerWatch watch = ListenerWatch.NONE;
    private @Nullable Throwable failure;
    private boolean paused;

    private Listener(List<String> bootstrapServers, ConsumerConfiguration config, ListenerOptions options) {
        this.config = config;
        this.options = options;
        ClientSettings settings = config.nativeSettings(bootstrapServers);
        this.timeouts =
                new ApiTimeouts(new KafkaCalls("listener", ConnectorException::from), settings.defaultApiTimeout());
        this.readers = new ConsumerSetup(config).readers();
        this.deliveries = new Deliveries(config.autoSeekOnValidationFailure());
        this.runs = new RunFactory(config, options, settings, timeouts, deliveries, insideService);
    }

    /**
     * Makes a listener for the {@code topics} of the configuration, which needs a {@code groupId} as well. Connects to nothing before
     * {@link #start}.
     *
     * @param bootstrapServers one or more {@code host:port}, separated by commas
     */
    public static Listener create(String bootstrapServers, ConsumerConfiguration config) {
        return create(bootstrapServers, config, ListenerOptions.defaults());
    }

    /** The same for a list of {@code host:port}. */
    public static Listener create(List<String> bootstrapServers, ConsumerConfiguration config) {
        return create(bootstrapServers, config, ListenerOptions.defaults());
    }

    /** The same with other lanes, retries, dead letters and whatever else {@code options} say. */
    public static Listener create(String bootstrapServers, ConsumerConfiguration config, ListenerOptions options) {
        return create(Collections.singletonList(bootstrapServers), config, options);
    }

    /** The same for a list of {@code host:port}. */
    public static Listener create(
            List<String> bootstrapServers, ConsumerConfiguration config, ListenerOptions options) {
        Arguments.required("create", "the configuration", config);
        Arguments.required("create", "the options", options);
        List<String> problems = new ArrayList<>();
        if (config.groupId().isEmpty()) {
            problems.add("groupId (group.id): a listener is a member of a group and needs its name.");
        }
        if (config.topics().isEmpty()) {
            problems.add("topics: a listener needs at least one.");
        }
        if (config.decoupleProcessing()
                && options.lanes()
                        .filter(lanes -> !lanes.equals(Lanes.byPartition()))
                        .isPresent()) {
            problems.add(
                    "decoupleProcessing: it means a lane for each partition, and the lanes of the options mean others.");
        }
        Set<String> consumed = consumed(config, options);
        options.deadLetters()
                .ifPresent(topic -> config.topics().stream()
                        .filter(source -> consumed.contains(topic.nameFor(source)))
                        .findFirst()
                        .ifPresent(source -> problems.add("deadLetters: the dead letters of " + source + " would go to "
                                + topic.nameFor(source) + ", which the listener consumes itself.")));
        if (!problems.isEmpty()) {
            throw new ConfigurationException("The listener", problems);
        }
        return new Listener(bootstrapServers, config, options);
    }

    private static Set<String> consumed(ConsumerConfiguration config, ListenerOptions options) {
        Set<String> consumed = new HashSet<>(config.topics());
        options.retryTopics()
                .ifPresent(retryTopics -> config.topics()
                        .forEach(topic -> consumed.addAll(
                                retryTopics.names(topic, config.groupId().orElse("")))));
        return consumed;
    }

    /** {@link #attach(Service, String)} under the name of the group. */
    public void attach(Service service) {
        attach(service, config.groupId().orElse("listener"));
    }

    /**
     * Attaches the service that is to be called. Every mistake in its signature is reported here. A listener has one service at a
     * time.
     *
     * @param name what threads and log lines call it
     */
    public void attach(Service service, String name) {
        Arguments.required("attach", "the service", service);
        Arguments.required("attach", "the name", name);
        Attached candidate = attached(service, name, ServiceMethods.definition(service));
        lock.lock();
        try {
            if (attached != null) {
                throw ConnectorException.refused("attach", "a service is attached already; detach it first.");
            }
            attached = candidate;
        } finally {
            lock.unlock();
        }
    }

    private <R> Attached attached(Service service, String name, ServiceDefinition<R> definition) {
        RecordReader<R> reader = reader(service, definition);
        ServiceHandler<R> handler = new ServiceHandler<>(definition, timeouts, deliveries, insideService);
        return new Attached(service, name, () -> runs.newRun(name, reader, handler));
    }

    private <R> RecordReader<R> reader(Service service, ServiceDefinition<R> definition) {
        try {
            return definition.reader().apply(readers);
        } catch (ConnectorException unbindable) {
            throw ServiceMethods.wrong(service, String.valueOf(unbindable.getMessage()));
        }
    }

    /** Detaches the service, which must be the attached one; a running listener is stopped gracefully first. */
    public void detach(Service service) {
        Arguments.required("detach", "the service", service);
        requireAttached("detach", service);
        stop("detach", DEFAULT_STOP_TIMEOUT, false);
        lock.lock();
        try {
            if (state == ListenerState.RUNNING) {
                throw ConnectorException.refused("detach", "another thread has started the listener again.");
            }
            if (attached != null && attached.service == service) {
                attached = null;
            }
        } finally {
            lock.unlock();
        }
    }

    private void requireAttached(String operation, Service service) {
        lock.lock();
        try {
            if (attached == null) {
                throw ConnectorException.refused(operation, "no service is attached.");
            }
            if (attached.service != service) {
                throw ConnectorException.refused(operation, "another service is attached.");
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Joins the group and begins to poll, with {@code concurrentConsumers} members; returns at once. Throws where a member cannot be
     * made (an unknown host, unreadable certificates); what fails later is told to {@code onError}.
     */
    public void start() {
        lock.lock();
        try {
            Attached current = attached;
            if (current == null) {
                throw ConnectorException.refused("start", "attach a service first.");
            }
            if (state.isActive()) {
                throw ConnectorException.refused("start", "the listener is " + state + " already.");
            }
            if (!run.hasEnded()) {
                throw ConnectorException.refused(
                        "start", "members of the run that failed are still stopping; call gracefulStop first.");
            }
            ListenerRun started = current.newRun.get();
            state = state.transitionTo(ListenerState.RUNNING);
            run = started;
            failure = null;
            watch.close();
            watch = new ListenerWatch(
                    current.name,
                    started,
                    config.concurrentConsumers(),
                    options.stallTimeout(),
                    runs.partitionEnds(),
                    options.restartOnStall(),
                    System::nanoTime);
            started.suspend(paused);
            started.start(cause -> memberEnded(started, cause));
        } finally {
            lock.unlock();
        }
    }

    private void memberEnded(ListenerRun ofRun, @Nullable Throwable cause) {
        lock.lock();
        try {
            if (ofRun != run) {
                return;
            }
            if (ofRun.hasEnded()) {
                watch.close();
            }
            if (cause != null && state.isActive()) {
                state = state.transitionTo(ListenerState.FAILED);
                failure = cause;
                ofRun.stop(Deadline.after(DEFAULT_STOP_TIMEOUT), false);
            } else if (state == ListenerState.DRAINING && ofRun.hasEnded()) {
                state = state.transitionTo(ListenerState.STOPPED);
            }
        } finally {
            lock.unlock();
        }
    }

    /** {@link #gracefulStop(Duration)} with 30 seconds. */
    public void gracefulStop() {
        gracefulStop(DEFAULT_STOP_TIMEOUT);
    }

    /**
     * Takes in no more, waits until what is being handled is done, commits it, leaves the group and returns then. What is still being
     * handled after {@code timeout} is interrupted, and delivered again after the next start.
     */
    public void gracefulStop(Duration timeout) {
        stop("gracefulStop", timeouts.of("gracefulStop", timeout), false);
    }

    /** Interrupts what is being handled, commits what was handled, leaves the group and returns; a few seconds at the most. */
    public void immediateStop() {
        stop("immediateStop", Duration.ZERO, true);
    }

    /** {@link #gracefulStop()}. */
    @Override
    public void close() {
        gracefulStop();
    }

    private void stop(String operation, Duration timeout, boolean interrupt) {
        Deadline deadline = Deadline.after(timeout);
        ListenerRun current;
        lock.lock();
        try {
            current = run;
            if (state == ListenerState.RUNNING) {
                state = state.transitionTo(ListenerState.DRAINING);
            }
            current.stop(deadline, interrupt);
        } finally {
            lock.unlock();
        }
        if (insideService.get() == null) {
            awaitEnd(operation, current, deadline);
        }
    }

    private static void awaitEnd(String operation, ListenerRun current, Deadline deadline) {
        Duration allowed = deadline.remaining().plus(CLOSE_ALLOWANCE);
        try {
            if (!current.awaitEnd(allowed)) {
                throw ConnectorException.refused(
                        operation, "the listener has not ended within " + allowed.toSeconds() + " s.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ConnectorException.refused(
                    operation, "the calling thread was interrupted; the listener goes on to stop.", e);
        }
    }

    /**
     * Fetches nothing more until {@link #resume}; what is fetched is handled still, and the membership is kept. Holds over a stop and a
     * start. Harmless when called again.
     */
    public void pause() {
        suspend(true);
    }

    /** Takes {@link #pause} back. Harmless when the listener is not paused. */
    public void resume() {
        suspend(false);
    }

    private void suspend(boolean suspend) {
        lock.lock();
        try {
            paused = suspend;
            run.suspend(suspend);
        } finally {
            lock.unlock();
        }
    }

    /** How the listener does, and why not better. Blocks for nothing; what it says is at most a second old. */
    public ListenerHealth health() {
        lock.lock();
        try {
            if (state != ListenerState.RUNNING) {
                return new ListenerHealth(HealthStatus.DOWN, List.of(notRunning()));
            }
            List<String> unreachable = watch.pollFailures();
            List<String> reasons = new ArrayList<>(unreachable);
            reasons.addAll(watch.commitFailures());
            reasons.addAll(watch.stalls());
            if (paused) {
                reasons.add("The listener is paused.");
            }
            reasons.addAll(run.troubles());
            HealthStatus status = unreachable.size() >= config.concurrentConsumers()
                    ? HealthStatus.DOWN
                    : reasons.isEmpty() ? HealthStatus.UP : HealthStatus.DEGRADED;
            return new ListenerHealth(status, reasons);
        } finally {
            lock.unlock();
        }
    }

    private String notRunning() {
        return "The listener is " + state + (failure == null ? "." : ": " + failure.getMessage());
    }

    /** How far each partition that the listener has is behind, by topic and number. Blocks for nothing; at most a second old. */
    public List<PartitionLag> lag() {
        lock.lock();
        try {
            return watch.lag();
        } finally {
            lock.unlock();
        }
    }

    /** Where the listener is in its life. */
    public ListenerState state() {
        lock.lock();
        try {
            return state;
        } finally {
            lock.unlock();
        }
    }

    /** What this listener has delivered and skipped since it was made, over all its starts. */
    public DeliveryMetrics metrics() {
        return deliveries.snapshot();
    }

    /** A service, and how to begin a run that calls it. */
    private record Attached(Service service, String name, Supplier<ListenerRun> newRun) {}
}
