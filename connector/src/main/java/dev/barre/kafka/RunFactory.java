package dev.barre.kafka;

import dev.barre.kafka.internal.engine.Backoff;
import dev.barre.kafka.internal.engine.IntakeLimits;
import dev.barre.kafka.internal.engine.LanePlan;
import dev.barre.kafka.internal.engine.LaneThreads;
import dev.barre.kafka.internal.engine.Member;
import dev.barre.kafka.internal.engine.MemberSettings;
import dev.barre.kafka.internal.engine.Processing;
import dev.barre.kafka.internal.engine.RebalanceHandler;
import dev.barre.kafka.internal.engine.RecordHandler;
import dev.barre.kafka.internal.engine.RecordReader;
import dev.barre.kafka.interop.ApiTimeouts;
import dev.barre.kafka.interop.ClientSettings;
import dev.barre.kafka.interop.NativeAdmin;
import dev.barre.kafka.interop.NativeConsumer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes the members of a listener from its configuration and options. Immutable. */
final class RunFactory {
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(200);
    private static final int LOOKS_PER_STALL_TIMEOUT = 3;
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(30);

    /** Kafka properties that must differ between the members of one listener. */
    private static final List<String> UNIQUE = List.of("client.id", "group.instance.id");

    private final ConsumerConfiguration config;
    private final ListenerOptions options;
    private final ConsumerSetup setup;
    private final ClientSettings settings;
    private final ApiTimeouts timeouts;
    private final Deliveries deliveries;
    private final RetryTopicNames retryTopics;
    private final ThreadLocal<Boolean> insideService;

    RunFactory(
            ConsumerConfiguration config,
            ListenerOptions options,
            ClientSettings settings,
            ApiTimeouts timeouts,
            Deliveries deliveries,
            ThreadLocal<Boolean> insideService) {
        this.config = config;
        this.options = options;
        this.setup = new ConsumerSetup(config);
        this.settings = settings;
        this.timeouts = timeouts;
        this.deliveries = deliveries;
        this.insideService = insideService;
        this.retryTopics = new RetryTopicNames(
                config.topics(),
                config.groupId().orElse(""),
                options.retryTopics().map(topics -> topics.delays().size()).orElse(0));
    }

    /** A run that has not begun; throws where a member cannot be made. */
    <R> ListenerRun newRun(String name, RecordReader<R> reader, RecordHandler<R> handler) {
        ListenerAdmission admission = new ListenerAdmission(name, options, System::nanoTime);
        Forwarding forwarding = new Forwarding(name, config, options, retryTopics, settings, deliveries);
        Processing<R> processing = processing(reader, handler, admission, forwarding);
        List<Supplier<Member<?>>> members = IntStream.rangeClosed(1, config.concurrentConsumers())
                .<Supplier<Member<?>>>mapToObj(number -> () -> member(name, number, processing, forwarding.topics()))
                .toList();
        ListenerRun run =
                new ListenerRun(members, () -> troubles(admission.trouble(), forwarding.trouble()), forwarding::close);
        forwarding.onTrouble(trouble -> run.tellUser(0, trouble));
        return run;
    }

    /** Where the partitions of a run end, by a client of its own. */
    PartitionEnds partitionEnds() {
        return PartitionEnds.asking(
                () -> new NativeAdmin(settings.kafkaProperties(), ConnectorException::from),
                config.isolationLevel()
                        .filter(IsolationLevel.READ_COMMITTED::equals)
                        .isPresent(),
                options.stallTimeout().dividedBy(LOOKS_PER_STALL_TIMEOUT),
                System::nanoTime);
    }

    private static List<String> troubles(Optional<String> one, Optional<String> other) {
        return Stream.of(one, other).flatMap(Optional::stream).toList();
    }

    private <R> Member<R> member(String name, int number, Processing<R> processing, List<String> topics) {
        String memberName = config.concurrentConsumers() == 1 ? name : name + "-" + number;
        NativeConsumer client = new NativeConsumer(clientSettings(number), ConnectorException::from);
        return new Member<>(
                memberSettings(memberName, topics),
                client,
                LaneThreads.create(memberName, options.platformThreads()),
                processing);
    }

    private <R> Processing<R> processing(
            RecordReader<R> reader, RecordHandler<R> handler, ListenerAdmission admission, Forwarding forwarding) {
        return new Processing<>(
                options.filter()
                        .map(filter -> FilteredRecords.filtered(reader, filter))
                        .orElse(reader),
                deliveries,
                handler,
                options.retry().asRetries(),
                forwarding.recovery(),
                admission,
                forwarding.dueTimes(),
                options.rebalanceListener()
                        .<RebalanceHandler>map(listener -> new ListenerRebalances(listener, timeouts, insideService))
                        .orElse(RebalanceHandler.NONE),
                forwarding::prepare);
    }

    /** Kafka registers metrics under the client id, and expels a static member whose instance id another one uses. */
    private ClientSettings clientSettings(int number) {
        ClientSettings result = settings;
        if (config.concurrentConsumers() > 1) {
            for (String property : UNIQUE) {
                Optional<Object> given = settings.value(property);
                if (given.isPresent()) {
                    result = result.with(property, given.get() + "-" + number);
                }
            }
        }
        return result;
    }

    private MemberSettings memberSettings(String name, List<String> topics) {
        return new MemberSettings(
                name,
                topics,
                config.pollingTimeout(),
                setup.pollInterval(),
                lanePlan(),
                intakeLimits(),
                setup.commitsByItself(),
                setup.commitsBeginning(),
                config.autoCommitInterval(),
                options.commitAfter().orElse(Integer.MAX_VALUE),
                setup.drainTimeout(),
                new Backoff(
                        FIRST_BACKOFF,
                        LONGEST_BACKOFF,
                        () -> ThreadLocalRandom.current().nextDouble()),
                failure -> !(failure instanceof ConnectorException ours) || ours.isFatal(),
                ConnectorException::from,
                System::nanoTime);
    }

    private LanePlan lanePlan() {
        Lanes lanes = options.lanes().orElse(config.decoupleProcessing() ? Lanes.byPartition() : Lanes.sequential());
        return lanes.plan();
    }

    private IntakeLimits intakeLimits() {
        FetchAhead ahead = options.fetchAhead();
        return new IntakeLimits(
                ahead.recordsPerPartition(),
                ahead.bytesPerPartition(),
                ahead.bytesPerMember(),
                ahead.uncommittedRecordsPerPartition());
    }
}
