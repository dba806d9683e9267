package dev.barre.benchmarks.barre;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.barre.benchmarks.arm.Arm;
import dev.barre.benchmarks.arm.ConstrainedOrder;
import dev.barre.benchmarks.arm.Order;
import dev.barre.benchmarks.arm.Payload;
import dev.barre.benchmarks.arm.Tally;
import dev.barre.benchmarks.arm.Task;
import dev.barre.benchmarks.arm.Work;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.jspecify.annotations.Nullable;

/** What people write by hand, on one thread, and the limits that nobody passes. */
final class RawConsumers {
    static final Map<String, Arm> ARMS = Map.of(
            "raw-bytes", RawConsumers::bytes,
            "raw-jackson", RawConsumers::jackson,
            "bare-threads", RawConsumers::bareThreads);

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private RawConsumers() {}

    private static void bytes(Task task, Tally tally) {
        try (var consumer = new KafkaConsumer<>(
                task.consumerProperties(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(task.topic()));
            while (!tally.isDone()) {
                var polled = consumer.poll(PATIENCE);
                long check = 0;
                for (var consumed : polled) {
                    check += tally.work(consumed.value());
                }
                tally.add(polled.count(), check);
            }
        }
    }

    private static void jackson(Task task, Tally tally) throws IOException {
        ObjectReader orders = new ObjectMapper().readerFor(task.isValidated() ? ConstrainedOrder.class : Order.class);
        Validator validator = task.isValidated() ? validator() : null;
        try (var consumer =
                new KafkaConsumer<>(task.consumerProperties(), new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(task.topic()));
            while (!tally.isDone()) {
                long check = 0;
                int good = 0;
                for (var consumed : consumer.poll(PATIENCE)) {
                    Payload order = read(orders, consumed.value(), validator);
                    if (order != null) {
                        check += tally.work(order);
                        good++;
                    }
                }
                tally.add(good, check);
            }
        }
    }

    /** Null where it cannot be read or breaks a constraint: it is skipped. */
    private static @Nullable Payload read(ObjectReader orders, byte[] value, @Nullable Validator validator)
            throws IOException {
        try {
            Payload order = orders.readValue(value);
            return validator == null || validator.validate(order).isEmpty() ? order : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    private static Validator validator() {
        return Validation.byDefaultProvider()
                .configure()
                .messageInterpolator(new ParameterMessageInterpolator())
                .buildValidatorFactory()
                .getValidator();
    }

    /** What the machine allows: as many threads as records at a time, that do nothing but the work. */
    private static void bareThreads(Task task, Tally tally) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int number = 0; number < task.width(); number++) {
            Thread thread = new Thread(() -> {
                while (!tally.isDone()) {
                    Work.block(task.workNanos());
                    tally.add(1, 0);
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
