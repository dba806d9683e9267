package dev.barre.kafka.interop;

import static dev.barre.kafka.interop.CommonProperties.RECONNECT_BACKOFF_TIME;
import static dev.barre.kafka.interop.CommonProperties.REQUEST_TIMEOUT;
import static dev.barre.kafka.interop.ConsumerProperties.FETCH_MAX_BYTES;
import static dev.barre.kafka.interop.ConsumerProperties.FETCH_MAX_WAIT_TIME;
import static dev.barre.kafka.interop.ConsumerProperties.FETCH_MIN_BYTES;
import static dev.barre.kafka.interop.ConsumerProperties.GROUP_ID;
import static dev.barre.kafka.interop.ConsumerProperties.HEART_BEAT_INTERVAL;
import static dev.barre.kafka.interop.ConsumerProperties.MAX_POLL_INTERVAL;
import static dev.barre.kafka.interop.ConsumerProperties.PARTITION_ASSIGNMENT_STRATEGY;
import static dev.barre.kafka.interop.ConsumerProperties.POLLING_TIMEOUT;
import static dev.barre.kafka.interop.ConsumerProperties.RECONNECT_BACKOFF_TIME_MAX;
import static dev.barre.kafka.interop.ConsumerProperties.SESSION_TIMEOUT;
import static dev.barre.kafka.interop.ConsumerProperties.TOPICS;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.GroupProtocol;

/** What must hold between the fields of a consumer. */
final class ConsumerRules {
    static final List<ConfigurationRule> RULES = Stream.concat(
                    Stream.of(
                            new ConfigurationRule("`topics` needs `groupId`.", ConsumerRules::topicsWithoutGroup),
                            new ConfigurationRule(
                                    "`group.id` among the additional properties does not contradict `groupId`.",
                                    ConsumerRules::twoGroups),
                            new ConfigurationRule(
                                    "`group.protocol` = `consumer` among the additional properties excludes `sessionTimeout`, "
                                            + "`heartBeatInterval` and `partitionAssignmentStrategy`: there the brokers decide "
                                            + "on them.",
                                    ConsumerRules::decidedByBroker),
                            new ConfigurationRule(
                                    "`heartBeatInterval` is shorter than `sessionTimeout`.",
                                    ConsumerRules::heartbeatTooSlow),
                            new ConfigurationRule(
                                    "`fetchMaxWaitTime` is at most `requestTimeout`.",
                                    ConsumerRules::fetchOutlivesRequest),
                            new ConfigurationRule(
                                    "`fetchMinBytes` is at most `fetchMaxBytes` where both are set.",
                                    in -> CommonRules.atMostWhereBothGiven(in, FETCH_MIN_BYTES, FETCH_MAX_BYTES)),
                            new ConfigurationRule(
                                    "`pollingTimeout` is shorter than `maxPollInterval`.",
                                    ConsumerRules::pollOutlivesMembership),
                            new ConfigurationRule(
                                    "`reconnectBackoffTime` is at most `reconnectBackoffTimeMax` where both are set.",
                                    in -> CommonRules.atMostWhereBothGiven(
                                            in, RECONNECT_BACKOFF_TIME, RECONNECT_BACKOFF_TIME_MAX))),
                    SecurityRules.RULES.stream())
            .toList();

    private ConsumerRules() {}

    private static Optional<String> topicsWithoutGroup(EffectiveProperties in) {
        return in.isGiven(TOPICS) && !in.isGiven(GROUP_ID)
                ? Optional.of(TOPICS + " needs " + GROUP_ID + ": a subscription belongs to a consumer group")
                : Optional.empty();
    }

    private static Optional<String> twoGroups(EffectiveProperties in) {
        return in.field(GROUP_ID)
                .filter(field -> !field.equals(in.find(GROUP_ID).orElse(field)))
                .map(field -> GROUP_ID + " is " + field + ", but " + in.said(GROUP_ID) + ": use groupId alone");
    }

    private static Optional<String> decidedByBroker(EffectiveProperties in) {
        String given = Stream.of(SESSION_TIMEOUT, HEART_BEAT_INTERVAL, PARTITION_ASSIGNMENT_STRATEGY)
                .filter(in::isGiven)
                .map(in::nameOf)
                .collect(Collectors.joining(", "));
        return isConsumerProtocol(in) && !given.isEmpty()
                ? Optional.of(given + " cannot be set with "
                        + EffectiveProperties.nameOfAdditional(ConsumerConfig.GROUP_PROTOCOL_CONFIG)
                        + " = consumer, where the brokers decide on it")
                : Optional.empty();
    }

    private static Optional<String> heartbeatTooSlow(EffectiveProperties in) {
        boolean tooSlow = in.get(HEART_BEAT_INTERVAL).compareTo(in.get(SESSION_TIMEOUT)) >= 0;
        return !isConsumerProtocol(in) && tooSlow
                ? Optional.of(
                        in.said(HEART_BEAT_INTERVAL) + ", which must be shorter, because " + in.said(SESSION_TIMEOUT))
                : Optional.empty();
    }

    private static Optional<String> fetchOutlivesRequest(EffectiveProperties in) {
        return in.get(FETCH_MAX_WAIT_TIME).compareTo(in.get(REQUEST_TIMEOUT)) > 0
                ? Optional.of(in.said(FETCH_MAX_WAIT_TIME) + ", more than its limit: " + in.said(REQUEST_TIMEOUT))
                : Optional.empty();
    }

    private static Optional<String> pollOutlivesMembership(EffectiveProperties in) {
        return in.get(POLLING_TIMEOUT).compareTo(in.get(MAX_POLL_INTERVAL)) >= 0
                ? Optional.of(
                        in.said(POLLING_TIMEOUT) + ", which must be shorter, because " + in.said(MAX_POLL_INTERVAL))
                : Optional.empty();
    }

    private static boolean isConsumerProtocol(EffectiveProperties in) {
        return in.kafkaValue(ConsumerConfig.GROUP_PROTOCOL_CONFIG)
                .toString()
                .equalsIgnoreCase(GroupProtocol.CONSUMER.name());
    }
}
