package dev.barre.kafka.internal.engine;

import static dev.barre.kafka.internal.engine.Slices.P0;
import static dev.barre.kafka.internal.engine.Slices.P1;
import static dev.barre.kafka.internal.engine.Slices.keyed;
import static dev.barre.kafka.internal.engine.Slices.range;
import static org.assertj.core.api.Assertions.assertThat;

import dev.barre.kafka.interop.RecordSlice;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What goes to which lane. */
class DispatchTest {
    private final LaneProbe host = new LaneProbe();
    private final ManualExecutor executor = new ManualExecutor();
    private final Width width = new Width(executor, Integer.MAX_VALUE);
    private final List<Lane<String>> lanes = new ArrayList<>();
    private final Supplier<Lane<String>> newLane = () -> {
        Lane<String> lane = new Lane<>(host, width);
        lanes.add(lane);
        return lane;
    };
    private final PartitionState zero = Slices.state(P0);
    private final PartitionState one = Slices.state(P1);
    private final List<Delivery<String>> created = new ArrayList<>();

    @Test
    void oneLane_severalPartitions_areOneDelivery() {
        submit(OrderedDispatch.oneLane(newLane), range(P0, 0, 2), range(P1, 5, 6));

        assertThat(host.handled).containsExactly(List.of("0:0", "0:1", "1:5"));
    }

    @Test
    void lanePerPartition_severalPartitions_areADeliveryEach() {
        Dispatch<String> dispatch = OrderedDispatch.lanePerPartition(newLane);
        submit(dispatch, range(P0, 0, 2), range(P1, 5, 6));
        submit(dispatch, range(P0, 2, 3));

        assertThat(host.handled).containsExactly(List.of("0:0", "0:1"), List.of("1:5"), List.of("0:2"));
        assertThat(lanes).hasSize(2);
    }

    @Test
    void lanePerPartition_tidy_givesUpOnlyLanesThatHaveNothing() {
        Dispatch<String> dispatch = OrderedDispatch.lanePerPartition(newLane);
        host.thenThrow(new IllegalStateException("boom"));
        submit(dispatch, range(P0, 0, 2), range(P1, 5, 6));

        dispatch.tidy();

        List<Lane<String>> left = new ArrayList<>();
        dispatch.forEach(left::add);
        assertThat(left).containsExactly(lanes.get(0));
    }

    @Test
    void isOccupied_whereTheLaneOfThePartitionHasSomething() {
        Dispatch<String> oneLane = OrderedDispatch.oneLane(newLane);
        Dispatch<String> laneEach = OrderedDispatch.lanePerPartition(newLane);
        Dispatch<String> byKey = new KeyDispatch<>(newLane, width, 4);
        assertThat(oneLane.isOccupied(P1)).as("no lane yet").isFalse();
        host.thenThrow(new IllegalStateException("boom"));
        submit(oneLane, range(P0, 0, 1));
        host.thenThrow(new IllegalStateException("boom"));
        submit(laneEach, range(P0, 1, 2));
        host.thenThrow(new IllegalStateException("boom"));
        submit(byKey, keyed(P0, "a"));

        assertThat(oneLane.isOccupied(P1)).isTrue();
        assertThat(laneEach.isOccupied(P0)).isTrue();
        assertThat(laneEach.isOccupied(P1)).isFalse();
        assertThat(byKey.isOccupied(P0))
                .as("its next record may have another key")
                .isFalse();
    }

    @Test
    void isOccupied_byKeyAndUnordered_whereAllPlacesAreTakenAndMoreIsQueued() {
        Width one = new Width(executor, 1);
        Supplier<Lane<String>> lane = () -> new Lane<>(host, one);
        Dispatch<String> byKey = new KeyDispatch<>(lane, one, 1);
        Dispatch<String> unordered = new UnorderedDispatch<>(lane, one, 1, true);
        assertThat(byKey.isOccupied(P1)).isFalse();
        CompletableFuture<Void> goesOn = new CompletableFuture<>();
        host.then(items -> goesOn);
        submit(byKey, keyed(P0, "a"));
        assertThat(byKey.isOccupied(P1))
                .as("the next one begins as soon as this ends")
                .isFalse();
        submit(unordered, range(P0, 1, 2));
        assertThat(byKey.isOccupied(P1)).isTrue();
        assertThat(unordered.isOccupied(P1)).isTrue();

        goesOn.complete(null);
        executor.runAll();
        assertThat(byKey.isOccupied(P1)).isFalse();
    }

    @Test
    void byKey_equalKeysOfAnyPartition_shareALane() {
        submit(new KeyDispatch<>(newLane, width, 4), keyed(P0, "a", "b", "a", "c", "a"), keyed(P1, "a", "b"));

        assertThat(host.handled).anySatisfy(batch -> assertThat(batch).containsSubsequence("0:0", "0:2", "0:4", "1:0"));
        assertThat(host.handled).anySatisfy(batch -> assertThat(batch).containsSubsequence("0:1", "1:1"));
    }

    @Test
    void byKey_recordsWithoutAKey_shareTheLaneOfTheirPartition() {
        submit(new KeyDispatch<>(newLane, width, 1 << 12), keyed(P0, null, "a", null), keyed(P1, null, null));

        assertThat(host.handled).contains(List.of("0:0", "0:2"), List.of("1:0", "1:1"));
    }

    @Test
    void byKey_laterPolls_goBehindTheSameKey() {
        Dispatch<String> dispatch = new KeyDispatch<>(newLane, width, 4);
        host.thenThrow(new IllegalStateException("boom"));
        submit(dispatch, keyed(P0, "a"));
        submit(dispatch, keyed(P1, "a"));
        assertThat(host.handled).containsExactly(List.of("0:0"));

        host.waiting().lane().retry(host.waiting().delivery());
        executor.runAll();

        assertThat(host.handled).containsExactly(List.of("0:0"), List.of("0:0"), List.of("1:0"));
    }

    @Test
    void byKey_manyKeys_eachRecordOnceAndInTheOrderOfItsPartition() {
        String[] keys =
                IntStream.range(0, 500).mapToObj(each -> "k" + each % 60).toArray(String[]::new);
        submit(new KeyDispatch<>(newLane, width, 8), keyed(P0, keys));

        assertThat(host.handled.stream().flatMap(List::stream))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 500).mapToObj(each -> "0:" + each).toList());
        assertThat(host.handled)
                .allSatisfy(batch -> assertThat(batch)
                        .isSortedAccordingTo((left, right) -> Long.compare(offset(left), offset(right))));
        assertThat(host.handled).as("spread").hasSizeGreaterThan(30);
        assertThat(zero.settled()).isEqualTo(500);
    }

    @Test
    void byKey_forEach_leavesOutLanesThatHaveNothing() {
        KeyDispatch<String> dispatch = new KeyDispatch<>(newLane, width, 4);
        submit(dispatch, keyed(P0, "a"));
        dispatch.tidy();

        dispatch.forEach(lane -> {
            throw new AssertionError("idle");
        });
        submit(dispatch, keyed(P1, "a"));
        assertThat(lanes).as("a lane is kept").hasSize(1);
    }

    @Test
    void unordered_batches_areSplitIntoAsManyAsMayBeAtWork() {
        submit(new UnorderedDispatch<>(newLane, width, 3, false), range(P0, 0, 5), range(P1, 0, 3));

        assertThat(host.handled)
                .containsExactly(List.of("0:0", "0:1", "0:2"), List.of("0:3", "0:4", "1:0"), List.of("1:1", "1:2"));
        assertThat(zero.settled()).isEqualTo(5);
        assertThat(one.settled()).isEqualTo(3);
    }

    @Test
    void unordered_oneRecordEach_isADeliveryForEachRecord() {
        submit(new UnorderedDispatch<>(newLane, width, 2, true), range(P0, 0, 3), range(P1, 0, 1));

        assertThat(host.handled).containsExactly(List.of("0:0"), List.of("0:1"), List.of("0:2"), List.of("1:0"));
    }

    @Test
    void unordered_oneFails_theOthersGoOnAndItsRecordHoldsTheOffset() {
        host.thenThrow(new IllegalStateException("boom"));
        submit(new UnorderedDispatch<>(newLane, width, 2, true), range(P0, 4, 7));

        assertThat(host.handled).hasSize(3);
        assertThat(zero.settled()).isEqualTo(Progress.NOTHING);

        host.waiting().lane().retry(host.waiting().delivery());
        executor.runAll();
        assertThat(zero.settled()).isEqualTo(7);
    }

    @Test
    void unordered_lanesThatAreDone_areGivenUp() {
        UnorderedDispatch<String> dispatch = new UnorderedDispatch<>(newLane, width, 2, true);
        for (int poll = 0; poll < 50; poll++) {
            submit(dispatch, range(P0, poll, poll + 1));
        }
        List<Lane<String>> kept = new ArrayList<>();
        dispatch.forEach(kept::add);
        assertThat(kept).hasSizeLessThan(10);

        dispatch.tidy();
        dispatch.forEach(lane -> {
            throw new AssertionError("idle");
        });
    }

    private static long offset(String item) {
        return Long.parseLong(item.substring(2));
    }

    private void submit(Dispatch<String> dispatch, RecordSlice... slices) {
        List<Share> shares = new ArrayList<>();
        for (RecordSlice slice : slices) {
            shares.add(Share.of(slice.partition().equals(P0) ? zero : one, slice));
        }
        dispatch.submit(shares, created::add);
        executor.runAll();
        assertThat(created.stream()
                        .flatMap(delivery -> delivery.handedOver().stream())
                        .mapToInt(Share::records)
                        .sum())
                .as("told of every record")
                .isGreaterThanOrEqualTo(shares.stream().mapToInt(Share::records).sum());
    }
}
