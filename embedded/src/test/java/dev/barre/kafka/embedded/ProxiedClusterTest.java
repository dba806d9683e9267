package dev.barre.kafka.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.barre.kafka.embedded.FaultProxy.Direction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Kafka's own clients behind the proxy of a broker. */
@EmbeddedKafkaCluster(faultProxies = true)
class ProxiedClusterTest {
    private final EmbeddedKafka kafka;
    private final FaultProxy proxy;

    ProxiedClusterTest(EmbeddedKafka kafka) {
        this.kafka = kafka;
        this.proxy = kafka.proxy(0);
    }

    @AfterEach
    void heal() {
        proxy.heal();
    }

    @Test
    void brokers_behindProxies_nameTheProxiesToClientsAlone(@Topic String topic) throws Exception {
        assertThat(kafka.bootstrapServers()).isEqualTo(proxy.address());
        long before = proxy.bytes(Direction.TO_BROKER);
        try (var producer = producer(Map.of())) {
            producer.send(new ProducerRecord<>(topic, "x".repeat(10_000))).get();

            var leader = producer.partitionsFor(topic).get(0).leader();
            assertThat(leader.host() + ":" + leader.port()).isEqualTo(proxy.address());
        }
        assertThat(proxy.bytes(Direction.TO_BROKER) - before).isGreaterThan(10_000);

        proxy.halfOpen();
        assertThatCode(() -> kafka.createTopic(topic + "-direct", 1)).doesNotThrowAnyException();
    }

    @Test
    void latency_send_takesThatMuchLonger(@Topic String topic) throws Exception {
        try (var producer = producer(Map.of())) {
            producer.send(new ProducerRecord<>(topic, "warm")).get();
            proxy.latency(Duration.ofMillis(250));

            long start = System.nanoTime();
            producer.send(new ProducerRecord<>(topic, "slow")).get();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(500));
        }
    }

    @Test
    void bandwidth_largeRecord_takesTheTimeItMust(@Topic String topic) throws Exception {
        try (var producer = producer(Map.of())) {
            producer.send(new ProducerRecord<>(topic, "warm")).get();
            proxy.bandwidth(200_000);

            long start = System.nanoTime();
            producer.send(new ProducerRecord<>(topic, "x".repeat(200_000))).get();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(900));
        }
    }

    @Test
    void cut_clientsInUse_goOnByThemselves(@Topic String topic, @GroupId String group) throws Exception {
        List<String> read = new ArrayList<>();
        try (var producer = producer(Map.of());
                var consumer = consumer(group)) {
            consumer.subscribe(List.of(topic));
            for (int i = 0; i < 3; i++) {
                producer.send(new ProducerRecord<>(topic, "r" + i)).get();
                awaitRecords(consumer, read, i + 1);

                long connections = proxy.connections();
                proxy.cut();
                await().until(() -> {
                    consumer.poll(Duration.ofMillis(50)).forEach(got -> read.add(got.value()));
                    return proxy.connections() > connections;
                });
            }
            producer.send(new ProducerRecord<>(topic, "last")).get();
            awaitRecords(consumer, read, 4);
        }
        assertThat(read).containsExactly("r0", "r1", "r2", "last");
    }

    @Test
    void halfOpen_send_timesOutAndWorksAfterHealing(@Topic String topic) throws Exception {
        Map<String, Object> impatient = Map.of("request.timeout.ms", 400, "delivery.timeout.ms", 800, "linger.ms", 0);
        try (var producer = producer(impatient)) {
            producer.send(new ProducerRecord<>(topic, "before")).get();
            proxy.halfOpen();

            assertThatThrownBy(() ->
                            producer.send(new ProducerRecord<>(topic, "lost")).get())
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(TimeoutException.class);

            proxy.heal();
            await().ignoreException(ExecutionException.class)
                    .until(() -> producer.send(new ProducerRecord<>(topic, "after"))
                            .get()
                            .hasOffset());
        }
    }

    @Test
    void refuse_newClient_failsUntilHealed(@Topic String topic) throws Exception {
        proxy.refuse();
        try (var producer = producer(Map.of("max.block.ms", 500))) {
            assertThatThrownBy(() -> producer.send(new ProducerRecord<>(topic, "refused"))
                            .get())
                    .hasCauseInstanceOf(TimeoutException.class);

            proxy.heal();
            await().ignoreException(ExecutionException.class)
                    .until(() -> producer.send(new ProducerRecord<>(topic, "taken"))
                            .get()
                            .hasOffset());
        }
        assertThat(Records.read(kafka.bootstrapServers(), topic, 1)).containsExactly("taken");
    }

    @Test
    void proxy_clusterWithout_saysSo() {
        try (EmbeddedKafka direct = EmbeddedKafka.start()) {
            assertThatThrownBy(() -> direct.proxy(0)).hasMessageContaining("withFaultProxies");
        }
    }

    private KafkaProducer<String, String> producer(Map<String, Object> config) {
        Map<String, Object> all = new HashMap<>(config);
        all.put("bootstrap.servers", kafka.bootstrapServers());
        all.put("reconnect.backoff.max.ms", 200);
        return new KafkaProducer<>(all, new StringSerializer(), new StringSerializer());
    }

    private KafkaConsumer<String, String> consumer(String group) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka.bootstrapServers(),
                        "group.id",
                        group,
                        "auto.offset.reset",
                        "earliest"),
                new StringDeserializer(),
                new StringDeserializer());
    }

    private static void awaitRecords(KafkaConsumer<String, String> consumer, List<String> read, int count) {
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            consumer.poll(Duration.ofMillis(100)).forEach(got -> read.add(got.value()));
            return read.size() >= count;
        });
    }
}
