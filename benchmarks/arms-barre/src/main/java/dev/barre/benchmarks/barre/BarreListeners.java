package dev.barre.benchmarks.barre;

import dev.barre.benchmarks.arm.Arm;
import dev.barre.benchmarks.arm.Payload;
import dev.barre.benchmarks.arm.Tally;
import dev.barre.benchmarks.arm.Task;
import dev.barre.kafka.ConsumerRecord;
import dev.barre.kafka.Lanes;
import dev.barre.kafka.Listener;
import dev.barre.kafka.ListenerOptions;
import dev.barre.kafka.Service;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** A listener of Barre that hands over its records. */
final class BarreListeners {
    static final Map<String, Arm> ARMS = Map.of(
            "barre-record", single(task -> Lanes.sequential()),
            "barre-batch", batches(task -> Lanes.sequential()),
            "barre-batch-partition-lanes", batches(task -> Lanes.byPartition()),
            "barre-partition-lanes", single(task -> Lanes.byPartition()),
            "barre-key-lanes", single(task -> Lanes.byKey(task.width())),
            "barre-unordered", single(task -> Lanes.unordered(task.width())));

    private BarreListeners() {}

    private static Arm single(Function<Task, Lanes> lanes) {
        return (task, tally) ->
                listen(task, tally, lanes.apply(task), singleService(BarreConsumers.payloadType(task), tally));
    }

    private static <P extends Payload> Service singleService(Class<P> type, Tally tally) {
        return Service.ofRecord(String.class, type, consumed -> tally.one(Objects.requireNonNull(consumed.value())));
    }

    private static Arm batches(Function<Task, Lanes> lanes) {
        return (task, tally) ->
                listen(task, tally, lanes.apply(task), batchService(BarreConsumers.payloadType(task), tally));
    }

    private static <P extends Payload> Service batchService(Class<P> type, Tally tally) {
        return Service.ofRecords(String.class, type, (List<ConsumerRecord<String, P>> batch) -> {
            long check = 0;
            for (var consumed : batch) {
                check += tally.work(Objects.requireNonNull(consumed.value()));
            }
            tally.add(batch.size(), check);
        });
    }

    private static void listen(Task task, Tally tally, Lanes lanes, Service service) throws InterruptedException {
        ListenerOptions options = ListenerOptions.builder().lanes(lanes).build();
        try (var listener = Listener.create(task.servers(), Configurations.consumer(task), options)) {
            listener.attach(service);
            listener.start();
            tally.awaitDone();
        }
    }
}
