package dev.barre.kafka;

import dev.barre.kafka.internal.engine.Recovery;
import dev.barre.kafka.interop.RecordSlice;
import java.util.Locale;
import java.util.Optional;

/**
 * Writes into the headers of a record where it came from and why it was given up, and takes that out again. The headers of the user
 * stay as they are and come first. Our own are replaced, so that they never grow: the original place stays that of the first topic,
 * however many dead letter and retry topics the record has gone through. Immutable.
 */
final class Provenance {
    /** Of each text of an exception, in UTF-8. */
    private static final int LONGEST_TEXT_BYTES = 512;

    private final String group;

    /** @param group the group that gives records up */
    Provenance(String group) {
        this.group = group;
    }

    /** The headers of the record in a dead letter topic; {@code attempts} are those in its present topic. */
    Headers deadLetter(RecordSlice slice, int index, Recovery.Reason reason, Throwable thrown, int attempts) {
        Headers before = Headers.ofConsumed(slice.headers(index));
        Throwable cause = Causes.unwrapped(thrown);
        Headers.Builder headers = withPlace(slice, index, before)
                .add(ProvenanceHeaders.REASON, reason.name().toLowerCase(Locale.ROOT))
                .add(ProvenanceHeaders.EXCEPTION_CLASS, text(cause.getClass().getName()));
        if (cause.getMessage() != null) {
            headers.add(ProvenanceHeaders.EXCEPTION_MESSAGE, text(cause.getMessage()));
        }
        return headers.add(ProvenanceHeaders.ATTEMPTS, Long.toString((long) attemptsBefore(slice, before) + attempts))
                .build();
    }

    /**
     * The headers of the record in a retry topic; {@code attempts} are those in its present topic.
     *
     * @param due when it may be handled again, in milliseconds since the epoch
     */
    Headers retry(RecordSlice slice, int index, int attempts, long due) {
        Headers before = Headers.ofConsumed(slice.headers(index));
        return withPlace(slice, index, before)
                .add(ProvenanceHeaders.RETRY_ATTEMPTS, Long.toString((long) attemptsBefore(slice, before) + attempts))
                .add(ProvenanceHeaders.RETRY_DUE, Long.toString(due))
                .build();
    }

    /** The headers of a dead letter on its way back: nothing of the failure, the place, and one replay more. */
    static Headers replayed(Headers before, Optional<DeadLetter> deadLetter) {
        Headers.Builder headers = Headers.builder();
        before.forEach(header -> {
            if (!ProvenanceHeaders.isOfDeadLetter(header.name())) {
                headers.add(header.name(), header.value());
            }
        });
        deadLetter.ifPresent(from -> from.original()
                .ifPresent(place ->
                        addPlace(headers, place, from.originalTimestamp().orElse(-1))));
        long replays = deadLetter.map(DeadLetter::replays).orElse(0);
        return headers.add(ProvenanceHeaders.REPLAYS, Long.toString(replays + 1))
                .build();
    }

    /** The same without the message of the exception, for a record that is too large with it. */
    static Headers withoutMessage(Headers headers) {
        Headers.Builder result = Headers.builder();
        headers.forEach(header -> {
            if (!header.name().equals(ProvenanceHeaders.EXCEPTION_MESSAGE)) {
                result.add(header.name(), header.value());
            }
        });
        return result.build();
    }

    private Headers.Builder withPlace(RecordSlice slice, int index, Headers before) {
        Headers.Builder headers = Headers.builder();
        before.forEach(header -> {
            if (!ProvenanceHeaders.isOurs(header.name())) {
                headers.add(header.name(), header.value());
            }
        });
        String topic = slice.partition().topic();
        Optional<DeadLetter> earlier = DeadLetter.ours(before).filter(known -> isAbout(known, topic, before));
        Optional<PartitionOffset> known = earlier.flatMap(DeadLetter::original);
        if (known.isPresent()) {
            addPlace(headers, known.get(), earlier.get().originalTimestamp().orElse(-1));
        } else {
            addPlace(headers, place(slice, index), slice.timestamp(index));
        }
        headers.add(ProvenanceHeaders.GROUP, group);
        DeadLetter.replays(before)
                .ifPresent(replays -> headers.add(ProvenanceHeaders.REPLAYS, Integer.toString(replays)));
        return headers;
    }

    /**
     * Whether our headers speak of this very record. A service that copies all headers to what it sends elsewhere copies ours too;
     * there they are about another record.
     */
    private static boolean isAbout(DeadLetter known, String topic, Headers headers) {
        Optional<String> original = known.originalTopic();
        boolean replayed = original.filter(topic::equals).isPresent();
        boolean deadLetter = headers.contains(ProvenanceHeaders.REASON);
        boolean retried = original.isPresent()
                && known.group().isPresent()
                && RetryTopicNames.isRetryTopicOf(original.get(), known.group().get(), topic);
        return replayed || deadLetter || retried;
    }

    /** Attempts in the retry topics that the record came through; a record of another topic came through none. */
    private static int attemptsBefore(RecordSlice slice, Headers before) {
        return DeadLetter.ours(before)
                .filter(known -> isAbout(known, slice.partition().topic(), before))
                .flatMap(
                        known -> before.string(ProvenanceHeaders.RETRY_ATTEMPTS).flatMap(HeaderNumbers::smallNumber))
                .orElse(0);
    }

    static PartitionOffset place(RecordSlice slice, int index) {
        return new PartitionOffset(Conversions.ours(slice.partition()), slice.offset(index));
    }

    private static void addPlace(Headers.Builder headers, PartitionOffset place, long timestamp) {
        headers.add(ProvenanceHeaders.TOPIC, place.partition().topic())
                .add(
                        ProvenanceHeaders.PARTITION,
                        Integer.toString(place.partition().partition()))
                .add(ProvenanceHeaders.OFFSET, Long.toString(place.offset()));
        if (timestamp >= 0) {
            headers.add(ProvenanceHeaders.TIMESTAMP, Long.toString(timestamp));
        }
    }

    private static byte[] text(String text) {
        return Utf8Cut.cut(text, LONGEST_TEXT_BYTES);
    }
}
