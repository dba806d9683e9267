package dev.barre.kafka;

import dev.barre.kafka.internal.engine.Recovery;
import dev.barre.kafka.interop.RecordSlice;
import java.util.concurrent.CompletionStage;

/** Sends records to their dead letter topic: key, value, timestamp and headers as they are, and where they came from. Thread-safe. */
final class DeadLetterPublisher {
    private final Forwarder forwarder;
    private final Provenance provenance;
    private final DeadLetterTopic topic;
    private final RetryTopicNames retryTopics;

    /** @param retryTopics whose records belong into the dead letter topic of the topic that they first came from */
    DeadLetterPublisher(
            Forwarder forwarder, Provenance provenance, DeadLetterTopic topic, RetryTopicNames retryTopics) {
        this.forwarder = forwarder;
        this.provenance = provenance;
        this.topic = topic;
        this.retryTopics = retryTopics;
    }

    /**
     * Sends the record; does not block. The stage completes once it is acknowledged, and fails only where the forwarder is closed
     * before.
     *
     * @param attempts in its present topic; those in retry topics before are added
     */
    CompletionStage<Void> publish(RecordSlice slice, int index, Recovery.Reason reason, Throwable cause, int attempts) {
        String to = topic.nameFor(retryTopics.source(slice.partition().topic()));
        Headers headers = provenance.deadLetter(slice, index, reason, cause, attempts);
        return forwarder.send(Forwarded.of(slice, index, to, headers));
    }
}
