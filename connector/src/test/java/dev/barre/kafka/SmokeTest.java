package dev.barre.kafka;

import static org.assertj.core.api.Assertions.*;

import dev.barre.kafka.embedded.*;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.*;

class SmokeTest {
    static EmbeddedKafka kafka;

    @BeforeAll
    static void up() {
        kafka = EmbeddedKafka.start();
    }

    @AfterAll
    static void down() {
        kafka.close();
    }

    static ConsumerConfiguration.Builder conf(String g, String t) {
        return ConsumerConfiguration.builder().groupId(g).topics(t).offsetReset(OffsetReset.EARLIEST);
    }

    record Order(String id, int quantity) {}

    @Test
    void roundTrip() throws Exception {
        kafka.createTopic("t1", 3);
        try (var p = Producer.create(kafka.bootstrapServers(), ProducerConfiguration.durable())) {
            List<ProducerRecord<String, Object>> rs = new ArrayList<>();
            for (int i = 0; i < 1000; i++)
                rs.add(ProducerRecord.of("t1", "k" + i % 10, i % 100 == 7 ? "garbage" : new Order("o" + i, i)));
            SendReport r = p.sendAll(rs);
            assertThat(r.failed()).isZero();
        }
        try (var c = Consumer.create(kafka.bootstrapServers(), conf("g1", "t1").build())) {
            List<ConsumerRecord<String, Order>> all = new ArrayList<>();
            long end = System.nanoTime() + 10_000_000_000L;
            while (all.size() < 990 && System.nanoTime() < end)
                all.addAll(c.poll(Duration.ofSeconds(1), String.class, Order.class));
            assertThat(all).hasSize(990);
            System.out.println(c.metrics());
            c.commit();
            System.out.println(c.getAssignment() + " " + c.getCommittedOffset(new TopicPartition("t1", 0))
                    + c.getEndOffsets(c.getAssignment()));
        }
    }

    public static class Svc implements Service {
        final List<Order> got = Collections.synchronizedList(new ArrayList<>());
        final AtomicInteger fails = new AtomicInteger();
        final List<ConnectorException> errors = new CopyOnWriteArrayList<>();

        public void onConsumerRecord(List<ConsumerRecord<String, Order>> rs, Caller caller) {
            if (fails.getAndIncrement() == 1) throw new IllegalStateException("boom");
            rs.forEach(r -> got.add(r.value()));
        }

        public void onError(ConnectorException e) {
            errors.add(e);
        }
    }

    @Test
    void listener() throws Exception {
        kafka.createTopic("t2", 3);
        try (var p = Producer.create(kafka.bootstrapServers(), ProducerConfiguration.durable())) {
            List<ProducerRecord<String, Object>> rs = new ArrayList<>();
            for (int i = 0; i < 10000; i++)
                rs.add(ProducerRecord.of("t2", "k" + i % 10, i % 100 == 7 ? "garbage" : new Order("o" + i, i)));
            assertThat(p.sendAll(rs).failed()).isZero();
        }
        for (boolean decouple : new boolean[] {false, true}) {
            var cfg = ConsumerConfiguration.make("g2" + decouple, "t2");
            cfg.decouple = decouple;
            cfg.members = 2;
            var l = Listener.create(kafka.bootstrapServers(), cfg);
            var s = new Svc();
            l.attach(s);
            l.start();
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> s.got.size() >= 9900);
            l.gracefulStop();
            System.out.println(l.metrics() + " " + l.state() + s.errors);
            assertThat(s.got).hasSize(9900);
            try (var c = Consumer.create(kafka.bootstrapServers(), cfg)) {
                var tps = c.getTopicPartitions("t2");
                for (var tp : tps) System.out.println(c.getCommittedOffset(tp) + " " + c.getEndOffsets(List.of(tp)));
            }
        }
    }

    @Test
    void unreachable() throws Exception {
        try (var c = Consumer.create("localhost:1", conf("g3", "t1").build())) {
            assertThatThrownBy(() -> c.poll(Duration.ofSeconds(2), String.class))
                    .isInstanceOf(ConnectorException.class)
                    .satisfies(e -> System.out.println(e));
        }
        assertThatThrownBy(() -> Consumer.create(
                        "no-such-host.invalid:9092", conf("g3", "t1").build()))
                .isInstanceOf(ConnectorException.class)
                .satisfies(e -> System.out.println(e));
    }
}
