package dev.barre.kafka;

import dev.barre.kafka.internal.engine.DueTimes;
import dev.barre.kafka.internal.engine.Recovery;
import dev.barre.kafka.interop.ClientSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where one run of a listener sends what it does not handle any more: retry topics, dead letter topics, or nowhere. Thread-safe. */
final class Forwarding implements AutoCloseable {
    private final List<String> sources;
    private final RetryTopicNames retryTopics;
    private final ClientSettings connection;
    private final ListenerRecovery recovery;
    private final @Nullable Forwarder forwarder;
    private volatile Consumer<ConnectorException> troubles = trouble -> {};

    /**
     * @param name of the listener
     * @param connection of its consumers
     */
    Forwarding(
            String name,
            ConsumerConfiguration config,
            ListenerOptions options,
            RetryTopicNames retryTopics,
            ClientSettings connection,
            Deliveries deliveries) {
        this.sources = config.topics();
        this.retryTopics = retryTopics;
        this.connection = connection;
        boolean isNeeded =
                options.deadLetters().isPresent() || options.retryTopics().isPresent();
        Forwarder sends = isNeeded ? Forwarder.create(connection, name, trouble -> troubles.accept(trouble)) : null;
        Provenance provenance = new Provenance(config.groupId().orElse(""));
        this.forwarder = sends;
        this.recovery = new ListenerRecovery(
                sends == null
                        ? null
                        : options.deadLetters()
                                .map(topic -> new DeadLetterPublisher(sends, provenance, topic, retryTopics))
                                .orElse(null),
                sends == null
                        ? null
                        : options.retryTopics()
                                .map(topics -> new RetryPublisher(
                                        sends, provenance, retryTopics, topics.delays(), System::currentTimeMillis))
                                .orElse(null),
                options.whenExhausted(),
                options.retry()::isRetriable,
                deliveries.recovered());
    }

    /** Hears that records cannot be sent on: when it begins, then once a minute. */
    void onTrouble(Consumer<ConnectorException> listener) {
        troubles = listener;
    }

    /** What keeps records from being sent on at present, as a sentence; empty where nothing does. */
    Optional<String> trouble() {
        return forwarder == null ? Optional.empty() : forwarder.trouble();
    }

    Recovery recovery() {
        return recovery;
    }

    DueTimes dueTimes() {
        return retryTopics.all().isEmpty() ? DueTimes.NOW : new RetryDueTimes(retryTopics);
    }

    /** What the members subscribe to: the topics of the user and their retry topics. */
    List<String> topics() {
        List<String> topics = new ArrayList<>(sources);
        topics.addAll(retryTopics.all());
        return topics;
    }

    /** Makes the retry topics that are missing; blocks. A subscription would make them otherwise, with any number of partitions. */
    void prepare() {
        if (retryTopics.all().isEmpty()) {
            return;
        }
        try (TopicsOnDemand topics = new TopicsOnDemand(connection)) {
            for (String retryTopic : retryTopics.all()) {
                String source = retryTopics.source(retryTopic);
                if (topics.existing(source).isPresent()) {
                    topics.partitions(retryTopic, source);
                }
            }
        }
    }

    /** Waits a second for what is in flight; what is acknowledged now is not committed any more, and comes again. */
    @Override
    public void close() {
        if (forwarder != null) {
            forwarder.close(Duration.ofSeconds(1));
        }
    }
}
