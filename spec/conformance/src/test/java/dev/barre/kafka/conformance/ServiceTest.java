package dev.barre.kafka.conformance;

import static dev.barre.kafka.conformance.Clients.PATIENCE;
import static dev.barre.kafka.conformance.Clients.reading;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.barre.kafka.Caller;
import dev.barre.kafka.ConnectorException;
import dev.barre.kafka.ConsumerRecord;
import dev.barre.kafka.Listener;
import dev.barre.kafka.Service;
import dev.barre.kafka.TypeRef;
import dev.barre.kafka.embedded.BootstrapServers;
import dev.barre.kafka.embedded.EmbeddedKafkaExtension;
import dev.barre.kafka.embedded.GroupId;
import dev.barre.kafka.embedded.Topic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Chapter 4.3.2: what a service may look like, and what each form is called with. */
@ExtendWith(EmbeddedKafkaExtension.class)
@SuppressWarnings({"UnusedMethod", "EffectivelyPrivate"}) // the listener finds the handlers by name
class ServiceTest {
    /** One form of a service, which reports each order it is given. */
    record Form(String name, Function<Queue<Order>, Service> create) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Form> forms() {
        return Stream.of(
                new Form("List<T>", seen -> new Service() {
                    public void onConsumerRecord(List<Order> orders) {
                        assertThat(orders).isNotEmpty();
                        seen.addAll(orders);
                    }
                }),
                new Form("T[]", seen -> new Service() {
                    public void onConsumerRecord(Order[] orders) {
                        assertThat(orders).isNotEmpty();
                        seen.addAll(Arrays.asList(orders));
                    }
                }),
                new Form("T", seen -> new Service() {
                    public void onConsumerRecord(Order order) {
                        seen.add(order);
                    }
                }),
                new Form("List<ConsumerRecord<K, V>>", seen -> new Service() {
                    public void onConsumerRecord(List<ConsumerRecord<String, Order>> records) {
                        assertThat(records).isNotEmpty();
                        records.forEach(delivered -> {
                            assertThat(delivered.key())
                                    .isEqualTo("key-" + delivered.value().orderId());
                            seen.add(delivered.value());
                        });
                    }
                }),
                new Form("ConsumerRecord<K, V>[]", seen -> new Service() {
                    public void onConsumerRecord(ConsumerRecord<String, Order>[] records) {
                        Arrays.stream(records).map(ConsumerRecord::value).forEach(seen::add);
                    }
                }),
                new Form("ConsumerRecord<K, V>", seen -> new Service() {
                    public void onConsumerRecord(ConsumerRecord<byte[], Order> delivered) {
                        assertThat(new String(delivered.key(), UTF_8)).startsWith("key-");
                        seen.add(delivered.value());
                    }
                }),
                new Form("ConsumerRecord<K, V>, T", seen -> new Service() {
                    public void onConsumerRecord(ConsumerRecord<String, Order> delivered, Order order) {
                        assertThat(order).isSameAs(delivered.value());
                        seen.add(order);
                    }
                }),
                new Form("Caller, List<T>", seen -> new Service() {
                    public void onConsumerRecord(Caller caller, List<Order> orders) {
                        assertThat(caller).isNotNull();
                        seen.addAll(orders);
                    }
                }),
                new Form("List<T>, Caller", seen -> new Service() {
                    public void onConsumerRecord(List<Order> orders, Caller caller) {
                        assertThat(caller).isNotNull();
                        seen.addAll(orders);
                    }
                }),
                new Form("T, Caller", seen -> new Service() {
                    public void onConsumerRecord(Order order, Caller caller) {
                        assertThat(caller).isNotNull();
                        seen.add(order);
                    }
                }),
                new Form("List<T>, Caller, List<ConsumerRecord<K, V>>", seen -> new Service() {
                    public void onConsumerRecord(
                            List<Order> orders, Caller caller, List<ConsumerRecord<String, Order>> records) {
                        assertThat(caller).isNotNull();
                        assertAligned(orders, records);
                        seen.addAll(orders);
                    }
                }),
                new Form("ConsumerRecord<K, V>[], T[]", seen -> new Service() {
                    public void onConsumerRecord(ConsumerRecord<String, Order>[] records, Order[] orders) {
                        assertAligned(Arrays.asList(orders), Arrays.asList(records));
                        seen.addAll(Arrays.asList(orders));
                    }
                }),
                new Form("CompletionStage", seen -> new Service() {
                    public CompletionStage<?> onConsumerRecord(List<Order> orders) {
                        seen.addAll(orders);
                        return CompletableFuture.completedFuture(null);
                    }
                }),
                new Form("ofPayloads", seen -> Service.ofPayloads(Order.class, seen::addAll)),
                new Form("ofPayloads TypeRef", seen -> Service.ofPayloads(new TypeRef<Order>() {}, seen::addAll)),
                new Form(
                        "ofPayloads Caller",
                        seen -> Service.ofPayloads(Order.class, (Caller caller, List<Order> orders) -> {
                            assertThat(caller).isNotNull();
                            seen.addAll(orders);
                        })),
                new Form("ofPayload", seen -> Service.ofPayload(Order.class, seen::add)),
                new Form(
                        "ofRecords",
                        seen -> Service.ofRecords(
                                String.class,
                                Order.class,
                                records -> records.forEach(delivered -> seen.add(delivered.value())))),
                new Form(
                        "ofRecords Caller",
                        seen -> Service.ofRecords(String.class, Order.class, (caller, records) -> {
                            assertThat(caller).isNotNull();
                            records.forEach(delivered -> seen.add(delivered.value()));
                        })),
                new Form(
                        "ofRecord",
                        seen -> Service.ofRecord(String.class, Order.class, delivered -> seen.add(delivered.value()))));
    }

    private static void assertAligned(List<Order> orders, List<ConsumerRecord<String, Order>> records) {
        assertThat(orders).hasSameSizeAs(records);
        for (int i = 0; i < orders.size(); i++) {
            assertThat(orders.get(i)).isSameAs(records.get(i).value());
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    @Clause({"4.3.2-1", "4.3.2-2", "4.3.2-3", "4.3.2-6"})
    void form_isCalledWithEveryRecordInOrder(
            Form form, @BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        Queue<Order> seen = new ConcurrentLinkedQueue<>();
        List<Order> expected = new ArrayList<>();
        try (RawKafka raw = RawKafka.at(servers);
                Listener listener =
                        Listener.create(servers, reading(group, topic).build())) {
            for (int i = 0; i < 5; i++) {
                Order order = Order.numbered(i);
                String json = "{\"orderId\":%d,\"productName\":\"product-%d\",\"paymentValid\":true}".formatted(i, i);
                raw.write(topic, ("key-" + i).getBytes(UTF_8), json.getBytes(UTF_8));
                expected.add(order);
            }
            listener.attach(form.create().apply(seen));
            listener.start();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(seen).containsExactlyElementsOf(expected));
        }
    }

    @Test
    @Clause("4.3.2-2")
    void allRecordsBad_handlerIsNotCalledWithAnEmptyList(
            @BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        Queue<Integer> sizes = new ConcurrentLinkedQueue<>();
        try (RawKafka raw = RawKafka.at(servers);
                Listener listener = Listener.create(
                        servers, reading(group, topic).maxPollRecords(2).build())) {
            raw.write(topic, "bad", "bad", "bad", "bad", "5");
            listener.attach(Service.ofPayloads(Integer.class, batch -> sizes.add(batch.size())));
            listener.start();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(sizes).containsExactly(1));
        }
    }

    @Test
    @Clause("4.3.2-4")
    void completionStage_theLaneWaitsForIt(
            @BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        CompletableFuture<Void> first = new CompletableFuture<>();
        Queue<String> received = new ConcurrentLinkedQueue<>();
        try (RawKafka raw = RawKafka.at(servers);
                Listener listener = Listener.create(
                        servers,
                        reading(group, topic).maxPollRecords(1).autoCommit(true).build())) {
            raw.write(topic, "a", "b");
            listener.attach(new Service() {
                public CompletionStage<?> onConsumerRecord(String payload) {
                    received.add(payload);
                    return payload.equals("a") ? first : CompletableFuture.completedFuture(null);
                }
            });
            listener.start();
            await().atMost(PATIENCE).until(() -> received.size() == 1);
            await().during(Clients.WATCH).atMost(PATIENCE).until(() -> received.size() == 1);
            first.complete(null);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(received).containsExactly("a", "b"));
            listener.gracefulStop();
            assertThat(raw.committed(group, topic)).hasValue(2);
        }
    }

    @Test
    @Clause("4.3.2-4")
    void completionStage_fails_isAHandlerThatThrows(
            @BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        IllegalStateException cause = new IllegalStateException("the first attempt fails");
        CountDownLatch firstAttempt = new CountDownLatch(1);
        Queue<ConnectorException> errors = new ConcurrentLinkedQueue<>();
        Queue<String> received = new ConcurrentLinkedQueue<>();
        try (RawKafka raw = RawKafka.at(servers);
                Listener listener =
                        Listener.create(servers, reading(group, topic).build())) {
            raw.write(topic, "a");
            listener.attach(new Service() {
                public CompletionStage<?> onConsumerRecord(List<String> payloads) {
                    if (firstAttempt.getCount() > 0) {
                        firstAttempt.countDown();
                        return CompletableFuture.failedFuture(cause);
                    }
                    received.addAll(payloads);
                    return CompletableFuture.completedFuture(null);
                }

                public void onError(ConnectorException error) {
                    errors.add(error);
                }
            });
            listener.start();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(received).containsExactly("a"));
            assertThat(errors)
                    .singleElement()
                    .satisfies(error -> assertThat(error).hasCause(cause));
        }
    }

    static Stream<Service> wrongServices() {
        return Stream.of(
                new NoMethod(),
                new NoParameter(),
                new CallerAlone(),
                new TwoCallers(),
                new TwoPayloads(),
                new TwoRecords(),
                new ThreeAndOneMore(),
                new Overloaded(),
                new NotPublic(),
                new RawList(),
                new RawRecord(),
                new PrimitivePayload(),
                new PrimitivePayloads(),
                new ListsAndSingles(),
                new UnboundVariable<String>(),
                new WrongReturn(),
                new ErrorWithoutParameter(),
                new ErrorOfAnotherType(),
                new ErrorWithWrongSecond(),
                new ErrorReturnsSomething(),
                new CannotBeBound());
    }

    @ParameterizedTest
    @MethodSource("wrongServices")
    @Clause("4.3.2-5")
    void attach_wrongSignature_isRefusedAndNamesTheClass(Service wrong, @BootstrapServers String servers) {
        try (Listener listener =
                Listener.create(servers, reading("group", "topic").build())) {
            ConnectorException failure = Failures.of(() -> listener.attach(wrong));
            assertThat(failure.operation()).isEqualTo("attach");
            assertThat(failure.isRetriable()).isFalse();
            assertThat(failure).hasMessageContaining(wrong.getClass().getSimpleName());
        }
    }

    static class NoMethod implements Service {}

    static class NoParameter implements Service {
        public void onConsumerRecord() {}
    }

    static class CallerAlone implements Service {
        public void onConsumerRecord(Caller caller) {}
    }

    static class TwoCallers implements Service {
        public void onConsumerRecord(Caller one, Caller two, List<String> payloads) {}
    }

    static class TwoPayloads implements Service {
        public void onConsumerRecord(List<String> one, String[] two) {}
    }

    static class TwoRecords implements Service {
        public void onConsumerRecord(ConsumerRecord<String, String> one, ConsumerRecord<String, String>[] two) {}
    }

    static class ThreeAndOneMore implements Service {
        public void onConsumerRecord(
                Caller caller, List<ConsumerRecord<String, String>> records, List<String> payloads, String extra) {}
    }

    static class Overloaded implements Service {
        public void onConsumerRecord(List<String> payloads) {}

        public void onConsumerRecord(Caller caller, List<String> payloads) {}
    }

    static class NotPublic implements Service {
        void onConsumerRecord(List<String> payloads) {}
    }

    @SuppressWarnings("rawtypes") // the mistake under test
    static class RawList implements Service {
        public void onConsumerRecord(List payloads) {}
    }

    @SuppressWarnings("rawtypes") // the mistake under test
    static class RawRecord implements Service {
        public void onConsumerRecord(ConsumerRecord delivered) {}
    }

    static class PrimitivePayload implements Service {
        public void onConsumerRecord(int payload) {}
    }

    static class PrimitivePayloads implements Service {
        public void onConsumerRecord(int[] payloads) {}
    }

    static class ListsAndSingles implements Service {
        public void onConsumerRecord(List<ConsumerRecord<String, String>> records, String payload) {}
    }

    static class UnboundVariable<T> implements Service {
        public void onConsumerRecord(List<T> payloads) {}
    }

    static class WrongReturn implements Service {
        public int onConsumerRecord(List<String> payloads) {
            return payloads.size();
        }
    }

    static class ErrorWithoutParameter implements Service {
        public void onConsumerRecord(List<String> payloads) {}

        public void onError() {}
    }

    static class ErrorOfAnotherType implements Service {
        public void onConsumerRecord(List<String> payloads) {}

        public void onError(String error) {}
    }

    static class ErrorWithWrongSecond implements Service {
        public void onConsumerRecord(List<String> payloads) {}

        public void onError(ConnectorException error, Optional<Caller> caller) {}
    }

    static class ErrorReturnsSomething implements Service {
        public void onConsumerRecord(List<String> payloads) {}

        public int onError(ConnectorException error) {
            return 0;
        }
    }

    static class CannotBeBound implements Service {
        public void onConsumerRecord(List<Thread> payloads) {}
    }
}
