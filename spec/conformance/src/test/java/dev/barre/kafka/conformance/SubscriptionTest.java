package dev.barre.kafka.conformance;

import static dev.barre.kafka.conformance.Clients.consumer;
import static dev.barre.kafka.conformance.Clients.partitions;
import static dev.barre.kafka.conformance.Clients.payloadsUntil;
import static dev.barre.kafka.conformance.Clients.reading;
import static org.assertj.core.api.Assertions.assertThat;

import dev.barre.kafka.Consumer;
import dev.barre.kafka.embedded.BootstrapServers;
import dev.barre.kafka.embedded.EmbeddedKafkaExtension;
import dev.barre.kafka.embedded.GroupId;
import dev.barre.kafka.embedded.Topic;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Chapter 4.2.6. */
@ExtendWith(EmbeddedKafkaExtension.class)
class SubscriptionTest {
    @Test
    @Clause("4.2.6-1")
    void subscribe_replacesTheSubscription(
            @BootstrapServers String servers, @Topic String first, @Topic String second, @GroupId String group) {
        try (RawKafka raw = RawKafka.at(servers);
                Consumer consumer = consumer(servers, group)) {
            assertThat(consumer.getSubscription()).isEmpty();
            raw.write(first, "one");
            raw.write(second, "two");
            consumer.subscribe(first);
            assertThat(consumer.getSubscription()).containsExactly(first);
            assertThat(payloadsUntil(consumer, 1, String.class)).containsExactly("one");
            consumer.subscribe(List.of(second));
            assertThat(consumer.getSubscription()).containsExactly(second);
            assertThat(payloadsUntil(consumer, 1, String.class)).containsExactly("two");
            consumer.subscribe(List.of(first, second));
            assertThat(consumer.getSubscription()).containsExactlyInAnyOrder(first, second);
            consumer.subscribe(List.of());
            assertThat(consumer.getSubscription()).isEmpty();
            Failures.of(() -> consumer.pollPayload(Duration.ZERO, String.class));
        }
    }

    @Test
    @Clause("4.2.6-2")
    void subscribe_blankTopic_isRefused(@BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        try (Consumer consumer = consumer(servers, group, topic)) {
            for (String blank : List.of("", "  ")) {
                assertThat(Failures.of(() -> consumer.subscribe(blank)).operation())
                        .isEqualTo("subscribe");
                Failures.of(() -> consumer.subscribe(List.of(topic, blank)));
                assertThat(Failures.of(() -> consumer.subscribeWithPattern(blank))
                                .operation())
                        .isEqualTo("subscribeWithPattern");
            }
            assertThat(consumer.getSubscription()).containsExactly(topic);
        }
    }

    @Test
    @Clause("4.2.6-3")
    void subscribeWithPattern_matchesWholeNames(
            @BootstrapServers String servers, @Topic String first, @Topic String second, @GroupId String group) {
        try (RawKafka raw = RawKafka.at(servers);
                Consumer consumer = consumer(servers, group)) {
            raw.write(first, "one");
            raw.write(second, "two");
            consumer.subscribeWithPattern(Pattern.quote(first) + "|" + second.substring(0, second.length() - 1));
            assertThat(payloadsUntil(consumer, 1, String.class)).containsExactly("one");
            assertThat(consumer.getSubscription()).containsExactly(first);
            assertThat(Failures.of(() -> consumer.subscribeWithPattern("[a")).operation())
                    .isEqualTo("subscribeWithPattern");
        }
    }

    @Test
    @Clause("4.2.6-4")
    void unsubscribe_endsSubscriptionAndAssignment(
            @BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        try (RawKafka raw = RawKafka.at(servers);
                Consumer consumer = consumer(servers, group, topic)) {
            raw.write(topic, "a");
            payloadsUntil(consumer, 1, String.class);
            assertThat(consumer.getAssignment()).isEqualTo(partitions(topic, 1));
            consumer.unsubscribe();
            assertThat(consumer.getSubscription()).isEmpty();
            assertThat(consumer.getAssignment()).isEmpty();
            assertThat(raw.members(group)).isZero();
        }
    }

    @Test
    @Clause("4.2.6-5")
    void getAvailableTopics_namesThem(
            @BootstrapServers String servers, @Topic String first, @Topic String second, @GroupId String group) {
        try (Consumer consumer = Consumer.create(servers, reading(group).build())) {
            assertThat(consumer.getAvailableTopics()).contains(first, second).doesNotHaveDuplicates();
            assertThat(consumer.getAvailableTopics(Duration.ofSeconds(10))).contains(first, second);
        }
    }
}
