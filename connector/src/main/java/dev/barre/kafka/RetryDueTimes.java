package dev.barre.kafka;

import dev.barre.kafka.internal.engine.DueTimes;
import dev.barre.kafka.interop.RecordSlice;

/** Reads from the records of retry topics when they are due; where that is missing or malformed, and in other topics, it is now. */
final class RetryDueTimes implements DueTimes {
    private final RetryTopicNames names;

    RetryDueTimes(RetryTopicNames names) {
        this.names = names;
    }

    @Override
    public long dueAt(RecordSlice slice, int index) {
        return names.isRetryTopic(slice.partition().topic())
                ? Headers.ofConsumed(slice.headers(index))
                        .string(ProvenanceHeaders.RETRY_DUE)
                        .flatMap(HeaderNumbers::number)
                        .orElse(0L)
                : 0;
    }
}
