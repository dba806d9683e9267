package dev.barre.kafka.conformance;

import static dev.barre.kafka.conformance.Clients.PATIENCE;
import static dev.barre.kafka.conformance.Clients.UNKNOWN_HOST;
import static dev.barre.kafka.conformance.Clients.assigned;
import static dev.barre.kafka.conformance.Clients.consumer;
import static dev.barre.kafka.conformance.Clients.payloadsUntil;
import static dev.barre.kafka.conformance.Clients.producer;
import static dev.barre.kafka.conformance.Clients.reading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.barre.kafka.Caller;
import dev.barre.kafka.ConfigurationException;
import dev.barre.kafka.ConnectorException;
import dev.barre.kafka.Consumer;
import dev.barre.kafka.ConsumerConfiguration;
import dev.barre.kafka.ConsumerRecord;
import dev.barre.kafka.Headers;
import dev.barre.kafka.Listener;
import dev.barre.kafka.ListenerState;
import dev.barre.kafka.PartitionOffset;
import dev.barre.kafka.PayloadBindingException;
import dev.barre.kafka.PayloadValidationException;
import dev.barre.kafka.Producer;
import dev.barre.kafka.ProducerRecord;
import dev.barre.kafka.RecordPart;
import dev.barre.kafka.Service;
import dev.barre.kafka.embedded.BootstrapServers;
import dev.barre.kafka.embedded.EmbeddedKafkaExtension;
import dev.barre.kafka.embedded.GroupId;
import dev.barre.kafka.embedded.Topic;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Chapters 4.3.4 and 11: what failures look like, and what a listener does about a handler that throws. */
@ExtendWith(EmbeddedKafkaExtension.class)
@SuppressWarnings({"UnusedMethod", "EffectivelyPrivate"}) // the listener finds the handlers by name
class ErrorsTest {
    private static final String SECRET = "xyzzy-4711";

    @Test
    @Clause({"4.3.4-1", "4.3.4-2"})
    void handlerThrows_onErrorIsTold_andTheBatchComesAgain(
            @BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        IllegalStateException thrown = new IllegalStateException("not yet");
        Queue<List<String>> attempts = new ConcurrentLinkedQueue<>();
        Queue<ConnectorException> errors = new ConcurrentLinkedQueue<>();
        try (RawKafka raw = RawKafka.at(servers);
                Listener listener =
                        Listener.create(servers, reading(group, topic).build())) {
            raw.write(topic, "a", "b");
            listener.attach(new Service() {
                public void onConsumerRecord(List<String> batch) {
                    attempts.add(batch);
                    if (attempts.size() < 3) {
                        throw thrown;
                    }
                }

                public void onError(ConnectorException error, Caller caller) {
                    assertThat(caller).isNotNull();
                    errors.add(error);
                }
            });
            listener.start();
            await().atMost(PATIENCE).until(() -> attempts.size() >= 3);
            raw.write(topic, "c");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(attempts)
                            .containsExactly(List.of("a", "b"), List.of("a", "b"), List.of("a", "b"), List.of("c")));
            assertThat(errors).hasSize(2).allSatisfy(error -> {
                assertThat(error).hasCause(thrown);
                assertThat(error.operation()).isEqualTo("onConsumerRecord");
            });
        }
    }

    @Test
    @Clause("4.3.4-2")
    void handlerKeepsThrowing_pausesGrow(@BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        Queue<Long> attempts = new ConcurrentLinkedQueue<>();
        try (RawKafka raw = RawKafka.at(servers);
                Listener listener =
                        Listener.create(servers, reading(group, topic).build())) {
            raw.write(topic, "a");
            listener.attach(Service.ofPayloads(String.class, batch -> {
                attempts.add(System.nanoTime());
                throw new IllegalStateException("never");
            }));
            listener.start();
            await().atMost(PATIENCE).until(() -> attempts.size() >= 5);
            List<Long> times = List.copyOf(attempts);
            long firstPause = times.get(1) - times.get(0);
            long fourthPause = times.get(4) - times.get(3);
            assertThat(fourthPause).isGreaterThan(2 * firstPause);
        }
    }

    @Test
    @Clause("4.3.4-2")
    void singleHandlerThrows_thoseDoneAreNotRepeated_orderIsKept(
            @BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        Queue<Integer> done = new ConcurrentLinkedQueue<>();
        AtomicInteger failures = new AtomicInteger();
        try (RawKafka raw = RawKafka.at(servers);
                Listener listener =
                        Listener.create(servers, reading(group, topic).build())) {
            raw.writeNumbers(topic, 0, 0, 5);
            listener.attach(Service.ofPayload(Integer.class, number -> {
                if (number == 2 && failures.incrementAndGet() <= 2) {
                    throw new IllegalStateException("not yet");
                }
                done.add(number);
            }));
            listener.start();
            await().atMost(PATIENCE).until(() -> done.contains(4));
            assertThat(done).containsExactly(0, 1, 2, 3, 4);
        }
    }

    @Test
    @Clause("4.3.4-3")
    void oneLaneFails_othersGoOn(
            @BootstrapServers String servers, @Topic(partitions = 2) String topic, @GroupId String group) {
        Queue<Integer> received = new ConcurrentLinkedQueue<>();
        AtomicInteger failures = new AtomicInteger();
        try (RawKafka raw = RawKafka.at(servers);
                Listener listener = Listener.create(
                        servers, reading(group, topic).decoupleProcessing(true).build())) {
            raw.writeTo(topic, 0, "-1");
            listener.attach(Service.ofRecords(byte[].class, Integer.class, batch -> {
                if (batch.get(0).partition() == 0) {
                    failures.incrementAndGet();
                    throw new IllegalStateException("never");
                }
                batch.forEach(delivered -> received.add(delivered.value()));
            }));
            listener.start();
            await().atMost(PATIENCE).until(() -> failures.get() >= 1);
            raw.writeNumbers(topic, 1, 0, 50);
            await().atMost(PATIENCE).until(() -> received.size() == 50);
            int before = failures.get();
            await().atMost(PATIENCE).until(() -> failures.get() > before);
        }
    }

    @Test
    @Clause({"4.3.4-1", "4.3.4-4"})
    void onErrorThrowsOrIsMissing_theListenerGoesOn(
            @BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        Queue<String> received = new ConcurrentLinkedQueue<>();
        AtomicInteger attempts = new AtomicInteger();
        Service without = Service.ofPayloads(String.class, batch -> {
            if (attempts.incrementAndGet() == 1) {
                throw new IllegalStateException("the first attempt fails");
            }
            received.addAll(batch);
        });
        AtomicInteger told = new AtomicInteger();
        AtomicInteger otherAttempts = new AtomicInteger();
        Service throwing = Service.ofPayloads(String.class, batch -> {
                    if (otherAttempts.incrementAndGet() == 1) {
                        throw new AssertionError("an Error, not an Exception");
                    }
                    received.addAll(batch);
                })
                .onError((ConnectorException error) -> {
                    told.incrementAndGet();
                    throw new IllegalStateException("onError fails too");
                });
        for (Service service : List.of(without, throwing)) {
            received.clear();
            String own = group + "-" + (service == without ? "without" : "throwing");
            try (RawKafka raw = RawKafka.at(servers);
                    Listener listener =
                            Listener.create(servers, reading(own, topic).build())) {
                raw.write(topic, "a");
                listener.attach(service);
                listener.start();
                await().atMost(PATIENCE).until(() -> received.contains("a"));
                assertThat(listener.state()).isEqualTo(ListenerState.RUNNING);
            }
        }
        assertThat(told).hasValue(1);
    }

    @Test
    @Clause({"11-1", "3.2-3"})
    void failuresOfKafka_keepTheirCause(@BootstrapServers String servers, @Topic String topic) {
        ConnectorException unknownHost = Failures.of(() -> Consumer.create(
                        UNKNOWN_HOST, ConsumerConfiguration.builder().build())
                .close());
        assertThat(unknownHost.operation()).isEqualTo("create");
        assertThat(unknownHost).hasMessageContaining("no-such-host.invalid");
        try (Consumer consumer = assigned(servers, topic, 1)) {
            ConnectorException unassigned = Failures.of(() -> consumer.seek(PartitionOffset.of(topic, 5, 0)));
            assertThat(unassigned)
                    .hasCauseInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("seek");
        }
    }

    @Test
    @Clause("11-2")
    void wrongArguments_areNotRetriable(@BootstrapServers String servers, @Topic String topic) {
        try (Producer producer = producer(servers)) {
            ConnectorException failure = Failures.of(
                    () -> producer.send(ProducerRecord.of(topic, "x").withPartition(-1)));
            assertThat(failure.isRetriable()).isFalse();
            assertThat(failure.isFatal()).isFalse();
            assertThat(failure.requiresAbort()).isFalse();
        }
    }

    @Test
    @Clause("11-3")
    void payloads_occurInNoMessageAndNoTextForm(
            @BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        try (RawKafka raw = RawKafka.at(servers);
                Consumer consumer = Consumer.create(
                        servers,
                        reading(group, topic).autoSeekOnValidationFailure(false).build())) {
            raw.write(topic, "{\"orderId\":\"%s\",\"%s\":1}".formatted(SECRET, SECRET));
            PayloadBindingException failure =
                    catchThrowableOfType(PayloadBindingException.class, () -> payloadsUntil(consumer, 1, Order.class));
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                assertThat(cause.toString()).doesNotContain(SECRET);
            }
        }
        ConsumerRecord<String, String> consumed =
                new ConsumerRecord<>(SECRET, SECRET, 1, PartitionOffset.of("t", 0, 1), Headers.of("name", SECRET));
        assertThat(consumed.toString()).doesNotContain(SECRET);
        assertThat(ProducerRecord.of("t", SECRET, SECRET)
                        .withHeader("name", SECRET)
                        .toString())
                .doesNotContain(SECRET);
        assertThat(Headers.of("name", SECRET).toString()).doesNotContain(SECRET);
    }

    @Test
    @Clause("11-4")
    void exceptions_canBeSerialized(@BootstrapServers String servers, @Topic String topic, @GroupId String group)
            throws Exception {
        try (RawKafka raw = RawKafka.at(servers);
                Consumer consumer = Consumer.create(
                        servers,
                        reading(group, topic).autoSeekOnValidationFailure(false).build())) {
            raw.write(topic, "{\"name\":\"\",\"age\":-1}");
            PayloadValidationException thrown = catchThrowableOfType(
                    PayloadValidationException.class, () -> payloadsUntil(consumer, 1, Person.class));
            PayloadValidationException copy = copied(thrown);
            assertThat(copy.partitionOffset()).isEqualTo(PartitionOffset.of(topic, 0, 0));
            assertThat(copy.part()).isEqualTo(RecordPart.VALUE);
            assertThat(copy.violations()).isEqualTo(thrown.violations()).hasSize(2);
            assertThat(copy.operation()).isEqualTo(thrown.operation());
        }
        ConfigurationException configuration = catchThrowableOfType(
                ConfigurationException.class,
                () -> ConsumerConfiguration.builder().topics("t").build());
        assertThat(copied(configuration).problems()).isEqualTo(configuration.problems());
        Consumer closed = consumer(servers, group);
        closed.close();
        ConnectorException failure = Failures.of(closed::getSubscription);
        assertThat(copied(failure).isRetriable()).isEqualTo(failure.isRetriable());
    }

    @SuppressWarnings("unchecked") // the copy has the class of the original
    private static <T extends Throwable> T copied(T original) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(original);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (T) in.readObject();
        }
    }
}
