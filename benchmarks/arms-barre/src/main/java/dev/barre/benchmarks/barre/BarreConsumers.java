package dev.barre.benchmarks.barre;

import dev.barre.benchmarks.arm.Arm;
import dev.barre.benchmarks.arm.ConstrainedOrder;
import dev.barre.benchmarks.arm.Order;
import dev.barre.benchmarks.arm.Payload;
import dev.barre.benchmarks.arm.Tally;
import dev.barre.benchmarks.arm.Task;
import dev.barre.kafka.Consumer;
import dev.barre.kafka.ConsumerRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A consumer of Barre that is asked for its records. */
final class BarreConsumers {
    static final Map<String, Arm> ARMS =
            Map.of("barre-poll", BarreConsumers::poll, "barre-poll-payload", BarreConsumers::pollPayload);

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private BarreConsumers() {}

    private static void poll(Task task, Tally tally) {
        poll(task, tally, payloadType(task));
    }

    private static <P extends Payload> void poll(Task task, Tally tally, Class<P> type) {
        try (var consumer = Consumer.create(task.servers(), Configurations.consumer(task))) {
            while (!tally.isDone()) {
                List<ConsumerRecord<String, P>> polled = consumer.poll(PATIENCE, String.class, type);
                long check = 0;
                for (var consumed : polled) {
                    check += tally.work(Objects.requireNonNull(consumed.value()));
                }
                tally.add(polled.size(), check);
            }
        }
    }

    private static void pollPayload(Task task, Tally tally) {
        Class<? extends Payload> type = payloadType(task);
        try (var consumer = Consumer.create(task.servers(), Configurations.consumer(task))) {
            while (!tally.isDone()) {
                List<? extends Payload> polled = consumer.pollPayload(PATIENCE, type);
                long check = 0;
                for (Payload order : polled) {
                    check += tally.work(order);
                }
                tally.add(polled.size(), check);
            }
        }
    }

    static Class<? extends Payload> payloadType(Task task) {
        return task.isValidated() ? ConstrainedOrder.class : Order.class;
    }
}
