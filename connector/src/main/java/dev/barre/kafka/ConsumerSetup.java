package dev.barre.kafka;

import dev.barre.kafka.binding.Binder;
import dev.barre.kafka.interop.Spans;
import dev.barre.kafka.validation.PayloadValidator;
import java.time.Duration;

/** What a configuration means to a consumer and a listener, where the specification leaves a field unset. */
final class ConsumerSetup {
    private static final Duration MAX_POLL_INTERVAL = Duration.ofMinutes(5);
    private static final Duration LONGEST_DRAIN = Duration.ofSeconds(30);
    private static final int MOST_BINDING_THREADS = 4;

    private final ConsumerConfiguration config;

    ConsumerSetup(ConsumerConfiguration config) {
        this.config = config;
    }

    RecordReaders readers() {
        Binder binder = Binder.builder()
                .maxNesting(config.maxNesting())
                .maxTextLength(config.maxValueBytes())
                .build();
        PayloadValidator validator = config.validation() ? PayloadValidator.standard() : null;
        return new RecordReaders(binder, RecordLimits.of(config), validator);
    }

    /** How many threads bind what a poll of a consumer returns. */
    int bindingThreads() {
        return config.bindingThreads()
                .orElseGet(() ->
                        Math.min(MOST_BINDING_THREADS, Runtime.getRuntime().availableProcessors()));
    }

    /** Without a group there is nowhere to commit to. */
    boolean commitsByItself() {
        return config.autoCommit() && config.groupId().isPresent();
    }

    /**
     * Whether the offset at which a partition begins is committed at once: a group that has none yet, and begins at the end, would pass
     * over what comes until its first commit.
     */
    boolean commitsBeginning() {
        return commitsByItself()
                && config.offsetReset().filter(OffsetReset.EARLIEST::equals).isEmpty();
    }

    /** Zero where it is unset: polls follow each other. */
    Duration pollInterval() {
        return config.pollingInterval().orElse(Duration.ZERO);
    }

    /** Half of what the group allows between two polls, so that a revoke that waits for a handler does not cost the membership. */
    Duration drainTimeout() {
        Duration half = config.maxPollInterval().orElse(MAX_POLL_INTERVAL).dividedBy(2);
        return Spans.shorter(half, LONGEST_DRAIN);
    }
}
