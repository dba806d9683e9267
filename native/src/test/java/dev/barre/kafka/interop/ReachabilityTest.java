package dev.barre.kafka.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ReachabilityTest {
    private static final TopicPartition P0 = new TopicPartition("orders", 0);
    private static final List<String> SERVERS = List.of("kafka-1:9092");

    private volatile double connections;
    private final MockConsumer<byte[], byte[]> kafka = new MockConsumer<>("earliest") {
        @Override
        public synchronized Map<MetricName, ? extends Metric> metrics() {
            MetricName name = new MetricName("connection-count", "consumer-metrics", "", Map.of());
            return Map.of(name, new Metric() {
                @Override
                public MetricName metricName() {
                    return name;
                }

                @Override
                public Object metricValue() {
                    return connections;
                }
            });
        }
    };

    @Test
    void isLost_noConnectionForTheGrace_onlyThen() {
        Reachability reachability = new Reachability(kafka, SERVERS);
        kafka.assign(List.of(P0));

        assertThat(reachability.isLost()).isFalse();
        await().until(reachability::isLost);
        assertThat(reachability.describe()).contains("kafka-1:9092");

        connections = 1;
        assertThat(reachability.isLost()).isFalse();
        connections = 0;
        assertThat(reachability.isLost()).as("counts from the last connection").isFalse();
    }

    @Test
    void isLost_allPausedAndNoGroup_needsNoConnection() {
        Reachability reachability = new Reachability(kafka, SERVERS);
        kafka.assign(List.of(P0));
        await().until(reachability::isLost);

        kafka.pause(List.of(P0));
        assertThat(reachability.isLost()).isFalse();
    }

    @Test
    void poll_lost_throwsRetriableWithTheServers() {
        NativeConsumer consumer = new NativeConsumer(kafka, SERVERS, TestFailure::new);
        kafka.updateBeginningOffsets(Map.of(P0, 0L));
        consumer.assign(List.of(P0));
        Reachability clock = new Reachability(kafka, SERVERS);
        await().until(clock::isLost);

        assertThatThrownBy(() -> consumer.poll(Duration.ZERO))
                .isInstanceOfSatisfying(
                        TestFailure.class,
                        thrown -> assertThat(thrown.failure().disposition()).isEqualTo(Disposition.RETRIABLE))
                .hasMessageContaining("kafka-1:9092");
    }
}
