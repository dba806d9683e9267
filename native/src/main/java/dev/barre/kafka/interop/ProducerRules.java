package dev.barre.kafka.interop;

import static dev.barre.kafka.interop.CommonProperties.RECONNECT_BACKOFF_TIME;
import static dev.barre.kafka.interop.CommonProperties.REQUEST_TIMEOUT;
import static dev.barre.kafka.interop.ProducerProperties.ACKS;
import static dev.barre.kafka.interop.ProducerProperties.BATCH_SIZE;
import static dev.barre.kafka.interop.ProducerProperties.BUFFER_MEMORY;
import static dev.barre.kafka.interop.ProducerProperties.ENABLE_IDEMPOTENCE;
import static dev.barre.kafka.interop.ProducerProperties.LINGER;
import static dev.barre.kafka.interop.ProducerProperties.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION;
import static dev.barre.kafka.interop.ProducerProperties.RECONNECT_BACKOFF_MAX_TIME;
import static dev.barre.kafka.interop.ProducerProperties.RETRY_COUNT;
import static dev.barre.kafka.interop.ProducerProperties.TRANSACTIONAL_ID;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerConfig;

/** What must hold between the fields of a producer. */
final class ProducerRules {
    /** The broker remembers this many batches of a producer, to know them again. */
    private static final int MAX_IN_FLIGHT_WITH_IDEMPOTENCE = 5;

    static final List<ConfigurationRule> RULES = Stream.concat(
                    Stream.of(
                            new ConfigurationRule(
                                    "`transactionalId` needs `enableIdempotence`.",
                                    ProducerRules::transactionsWithoutIdempotence),
                            new ConfigurationRule(
                                    "`enableIdempotence` needs `acks` to be `ALL`.",
                                    ProducerRules::idempotenceWithoutAllAcks),
                            new ConfigurationRule(
                                    "`enableIdempotence` needs `retryCount` to be at least 1.",
                                    ProducerRules::idempotenceWithoutRetries),
                            new ConfigurationRule(
                                    "`enableIdempotence` needs `maxInFlightRequestsPerConnection` to be at most "
                                            + MAX_IN_FLIGHT_WITH_IDEMPOTENCE + ".",
                                    ProducerRules::idempotenceWithTooManyInFlight),
                            new ConfigurationRule(
                                    "`linger` and `requestTimeout` together fit into `delivery.timeout.ms`, an additional "
                                            + "property whose default is 120 s.",
                                    ProducerRules::deliveryTooShort),
                            new ConfigurationRule(
                                    "`batchSize` fits into `bufferMemory`.", ProducerRules::batchLargerThanBuffer),
                            new ConfigurationRule(
                                    "`reconnectBackoffTime` is at most `reconnectBackoffMaxTime` where both are set.",
                                    in -> CommonRules.atMostWhereBothGiven(
                                            in, RECONNECT_BACKOFF_TIME, RECONNECT_BACKOFF_MAX_TIME))),
                    SecurityRules.RULES.stream())
            .toList();

    private ProducerRules() {}

    private static Optional<String> transactionsWithoutIdempotence(EffectiveProperties in) {
        return in.find(TRANSACTIONAL_ID).isPresent() && !in.get(ENABLE_IDEMPOTENCE)
                ? Optional.of(in.nameOf(TRANSACTIONAL_ID) + " needs idempotence, but " + in.said(ENABLE_IDEMPOTENCE))
                : Optional.empty();
    }

    private static Optional<String> idempotenceWithoutAllAcks(EffectiveProperties in) {
        return in.get(ENABLE_IDEMPOTENCE) && !in.get(ACKS).equals("ALL")
                ? Optional.of(in.nameOf(ENABLE_IDEMPOTENCE) + " needs acks from all replicas, but " + in.said(ACKS)
                        + ": set it to ALL, or begin with ProducerConfiguration.durable()")
                : Optional.empty();
    }

    private static Optional<String> idempotenceWithoutRetries(EffectiveProperties in) {
        return in.get(ENABLE_IDEMPOTENCE) && in.get(RETRY_COUNT) == 0
                ? Optional.of(in.nameOf(ENABLE_IDEMPOTENCE) + " needs retries, but " + in.said(RETRY_COUNT))
                : Optional.empty();
    }

    private static Optional<String> idempotenceWithTooManyInFlight(EffectiveProperties in) {
        return in.get(ENABLE_IDEMPOTENCE)
                        && in.get(MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION) > MAX_IN_FLIGHT_WITH_IDEMPOTENCE
                ? Optional.of(in.nameOf(ENABLE_IDEMPOTENCE) + " allows at most " + MAX_IN_FLIGHT_WITH_IDEMPOTENCE
                        + " requests in flight, but " + in.said(MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION))
                : Optional.empty();
    }

    /** Kafka raises its default without a word, and refuses a value that was given (KIP-91). */
    private static Optional<String> deliveryTooShort(EffectiveProperties in) {
        int delivery = (Integer) in.kafkaValue(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG);
        Duration needed = in.get(LINGER).plus(in.get(REQUEST_TIMEOUT));
        return needed.compareTo(Duration.ofMillis(delivery)) > 0
                ? Optional.of(in.said(LINGER) + " and " + in.said(REQUEST_TIMEOUT) + ", together more than the "
                        + delivery + " ms of delivery.timeout.ms: lower them, or set it among additionalProperties")
                : Optional.empty();
    }

    private static Optional<String> batchLargerThanBuffer(EffectiveProperties in) {
        return in.get(BATCH_SIZE) > in.get(BUFFER_MEMORY)
                ? Optional.of(in.said(BATCH_SIZE) + ", more than all the memory: " + in.said(BUFFER_MEMORY))
                : Optional.empty();
    }
}
