package dev.barre.kafka;

import static dev.barre.kafka.RawRecords.header;
import static dev.barre.kafka.RawRecords.slice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class RetryTopicNamesTest {
    private final RetryTopicNames names = new RetryTopicNames(List.of("orders", "orders-eu"), "billing", 2);

    @Test
    void next_goesFromTopicToTopic() {
        assertThat(names.next("orders")).isEqualTo("orders-billing-retry-1");
        assertThat(names.next("orders-billing-retry-1")).isEqualTo("orders-billing-retry-2");
        assertThat(names.hasNext("orders-billing-retry-1")).isTrue();
        assertThat(names.hasNext("orders-billing-retry-2")).isFalse();
    }

    @Test
    void source_isTheTopicOfTheBeginning() {
        assertThat(names.source("orders-eu-billing-retry-2")).isEqualTo("orders-eu");
        assertThat(names.source("orders-eu")).isEqualTo("orders-eu");
        assertThat(names.level("orders-eu-billing-retry-2")).isEqualTo(2);
        assertThat(names.level("orders")).isZero();
        assertThat(names.all()).hasSize(4);
    }

    @Test
    void groupThatCannotBePartOfATopic_isRefused() {
        assertThatThrownBy(() -> new RetryTopicNames(List.of("orders"), "my group", 1))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("orders-my group-retry-1");
        assertThatThrownBy(() -> new RetryTopicNames(List.of("orders"), "g".repeat(240), 1))
                .isInstanceOf(ConfigurationException.class);
    }

    @Test
    void topicThatIsARetryTopicOfAnother_isRefused() {
        assertThatThrownBy(() -> new RetryTopicNames(List.of("orders", "orders-billing-retry-1"), "billing", 1))
                .isInstanceOf(ConfigurationException.class);
    }

    @Test
    void dueAt_readsTheHeaderOfRetryTopicsOnly() {
        RetryDueTimes due = new RetryDueTimes(names);

        assertThat(due.dueAt(slice("orders-billing-retry-1", 0, 0, "v", header("barre-retry-due", "123")), 0))
                .isEqualTo(123);
        assertThat(due.dueAt(slice("orders", 0, 0, "v", header("barre-retry-due", "123")), 0))
                .isZero();
        assertThat(due.dueAt(slice("orders-billing-retry-1", 0, 0, "v"), 0)).isZero();
        assertThat(due.dueAt(slice("orders-billing-retry-1", 0, 0, "v", header("barre-retry-due", "soon")), 0))
                .isZero();
        assertThat(due.dueAt(slice("orders-billing-retry-1", 0, 0, "v", header("barre-retry-due", null)), 0))
                .isZero();
    }
}
