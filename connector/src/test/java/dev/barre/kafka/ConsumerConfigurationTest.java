package dev.barre.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.barre.kafka.interop.ClientSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsumerConfigurationTest {
    @Test
    void nothingSet_hasTheDefaultsOfTheSpecification() {
        ConsumerConfiguration defaults = ConsumerConfiguration.builder().build();
        assertThat(defaults.autoCommit()).isTrue();
        assertThat(defaults.validation()).isTrue();
        assertThat(defaults.autoSeekOnValidationFailure()).isTrue();
        assertThat(defaults.checkCRCS()).isTrue();
        assertThat(defaults.excludeInternalTopics()).isTrue();
        assertThat(defaults.decoupleProcessing()).isFalse();
        assertThat(defaults.autoCommitInterval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(defaults.pollingTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(defaults.pollingInterval()).isEmpty();
        assertThat(defaults.concurrentConsumers()).isEqualTo(1);
        assertThat(defaults.maxPollRecords()).isEqualTo(500);
        assertThat(defaults.groupId()).isEmpty();
        assertThat(defaults.topics()).isEmpty();
        assertThat(defaults.offsetReset()).isEmpty();
    }

    @Test
    void kafka_neverCommitsByItself() {
        ClientSettings settings = ConsumerConfiguration.builder()
                .groupId("g")
                .autoCommit(true)
                .build()
                .nativeSettings(List.of("a:1, b:2"));
        assertThat(settings.kafkaProperties())
                .containsEntry("enable.auto.commit", false)
                .doesNotContainKey("allow.auto.create.topics");
        assertThat(settings.bootstrapServers()).containsExactly("a:1", "b:2");
        assertThat(settings.groupId()).contains("g");
    }

    @Test
    void defaultApiTimeout_isTheDeadlineOfCallsWithoutOne() {
        assertThat(ConsumerConfiguration.builder()
                        .defaultApiTimeout(Duration.ofSeconds(1))
                        .additionalProperties(Map.of("default.api.timeout.ms", "2000"))
                        .build()
                        .nativeSettings(List.of("a:1"))
                        .defaultApiTimeout())
                .isEqualTo(Duration.ofSeconds(2));
        assertThat(ConsumerConfiguration.builder()
                        .build()
                        .nativeSettings(List.of("a:1"))
                        .defaultApiTimeout())
                .isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void topics_areTakenOneByOneOrAsAList_andCopied() {
        List<String> topics = new ArrayList<>(List.of("a", "b"));
        ConsumerConfiguration.Builder builder =
                ConsumerConfiguration.builder().groupId("g").topics(topics);
        topics.add("c");
        assertThat(builder.build().topics()).containsExactly("a", "b");
        assertThat(builder.topics("x", "y").build().topics()).containsExactly("x", "y");
    }

    @Test
    void builder_canBeUsedAgainWithoutChangingWhatItMade() {
        ConsumerConfiguration.Builder builder = ConsumerConfiguration.builder().groupId("g");
        ConsumerConfiguration first = builder.build();
        builder.groupId("h");
        assertThat(first.groupId()).contains("g");
        assertThat(first.toBuilder().clientId("c").build().groupId()).contains("g");
    }

    @Test
    void conflicts_areAllInOneMessage() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> ConsumerConfiguration.builder()
                        .topics("orders", null)
                        .maxPollRecords(0)
                        .concurrentConsumers(0)
                        .fetchMaxWaitTime(Duration.ofSeconds(31))
                        .additionalProperties(Map.of("enable.auto.commit", "true"))
                        .build())
                .satisfies(e -> assertThat(e.problems()).hasSize(6))
                .withMessageContainingAll(
                        "ConsumerConfiguration cannot work",
                        "topics must not contain null",
                        "topics needs groupId (group.id)",
                        "maxPollRecords (max.poll.records) must be at least 1, was 0",
                        "concurrentConsumers must be at least 1, was 0",
                        "fetchMaxWaitTime (fetch.max.wait.ms) is PT31S",
                        "additionalProperties \"enable.auto.commit\" is not allowed: use autoCommit");
    }

    @Test
    void text_showsWhatWasSet() {
        assertThat(ConsumerConfiguration.builder()
                        .groupId("billing")
                        .topics("orders")
                        .build())
                .hasToString("ConsumerConfiguration{groupId=billing, topics=[orders]}");
    }
}
