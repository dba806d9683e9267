package dev.barre.kafka.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
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

    private final AtomicLong clock = new AtomicLong();
    private final Reachability reachability = new Reachability(kafka, SERVERS, clock::get);

    @Test
    void isLost_noConnectionForTheGraceOfPolling_onlyThen() {
        kafka.assign(List.of(P0));

        assertThat(polledInVain(Duration.ofMillis(999))).isFalse();
        clock.addAndGet(Duration.ofMinutes(5).toNanos());
        assertThat(polledInVain(Duration.ofMillis(1))).isTrue();
        assertThat(reachability.describe()).contains("kafka-1:9092");

        connections = 1;
        assertThat(polledInVain(Duration.ofSeconds(5))).isFalse();
        connections = 0;
        assertThat(polledInVain(Duration.ofMillis(999)))
                .as("counts from the last connection")
                .isFalse();
    }

    @Test
    void isLost_recordsCame_countsAnew() {
        kafka.assign(List.of(P0));
        polledInVain(Duration.ofMillis(999));

        reachability.pollBegins();
        assertThat(reachability.isLost(true)).isFalse();

        assertThat(polledInVain(Duration.ofMillis(999))).isFalse();
    }

    @Test
    void isLost_allPausedAndNoGroup_needsNoConnection() {
        kafka.assign(List.of(P0));
        assertThat(polledInVain(Duration.ofSeconds(2))).isTrue();

        kafka.pause(List.of(P0));
        assertThat(polledInVain(Duration.ofSeconds(2))).isFalse();
    }

    @Test
    void poll_lost_throwsRetriableWithTheServers() {
        // Two readings of the clock a poll: each takes two seconds.
        NativeConsumer consumer = new NativeConsumer(
                kafka,
                SERVERS,
                new KafkaCalls("consumer", TestFailure::new),
                () -> clock.getAndAdd(Duration.ofSeconds(2).toNanos()));
        kafka.updateBeginningOffsets(Map.of(P0, 0L));
        consumer.assign(List.of(P0));

        assertThatThrownBy(() -> consumer.poll(Duration.ZERO))
                .isInstanceOfSatisfying(
                        TestFailure.class,
                        thrown -> assertThat(thrown.failure().disposition()).isEqualTo(Disposition.RETRIABLE))
                .hasMessageContaining("kafka-1:9092");
    }

    private boolean polledInVain(Duration time) {
        reachability.pollBegins();
        clock.addAndGet(time.toNanos());
        return reachability.isLost(false);
    }
}
