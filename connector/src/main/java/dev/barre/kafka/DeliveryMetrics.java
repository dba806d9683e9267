package dev.barre.kafka;

import java.util.Optional;

/**
 * What a consumer or a listener has done since it was made. A snapshot; its numbers may be a few records apart.
 *
 * @param delivered records that a handler has finished, or that a poll has returned
 * @param rejectedByBinding records skipped because they could not be bound
 * @param rejectedByValidation records skipped because they break a constraint
 * @param filtered records that the filter of the listener has not accepted
 * @param deadLettered records that the brokers have acknowledged in a dead letter topic
 * @param sentToRetryTopics how often a record was acknowledged in a retry topic
 * @param givenUp records passed over without a dead letter: rejected by the service, or without an attempt left ({@link WhenExhausted#SKIP})
 * @param firstRejectedByBinding the first of those that could not be bound
 * @param firstRejectedByValidation the first of those that break a constraint
 */
public record DeliveryMetrics(
        long delivered,
        long rejectedByBinding,
        long rejectedByValidation,
        long filtered,
        long deadLettered,
        long sentToRetryTopics,
        long givenUp,
        Optional<PartitionOffset> firstRejectedByBinding,
        Optional<PartitionOffset> firstRejectedByValidation) {}
