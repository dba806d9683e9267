package dev.barre.kafka;

/**
 * Says which records are delivered, before anything of them is bound. Called on lanes and ahead of them, so by many threads at once.
 *
 * <p>A record that is not accepted counts as handled: its offset is committed, it reaches no handler and no dead letter topic, and
 * {@link DeliveryMetrics#filtered} counts it. A filter that throws fails the delivery like a handler: {@code onError} is told and the
 * retry policy decides; the filter is asked again then.
 */
@FunctionalInterface
public interface RecordFilter {
    /** Whether the record is delivered. */
    boolean accepts(RecordHead head);
}
