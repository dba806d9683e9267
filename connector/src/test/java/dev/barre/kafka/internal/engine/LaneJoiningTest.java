package dev.barre.kafka.internal.engine;

import static dev.barre.kafka.internal.engine.Slices.P0;
import static dev.barre.kafka.internal.engine.Slices.P1;
import static dev.barre.kafka.internal.engine.Slices.range;
import static org.assertj.core.api.Assertions.assertThat;

import dev.barre.kafka.interop.RecordSlice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lanes that get few records each, and handle what waits in one turn. */
class LaneJoiningTest {
    private static final int MOST = 4;

    private final LaneProbe host = new LaneProbe();
    private final ManualExecutor executor = new ManualExecutor();
    private final Lane<String> lane = Lane.joining(host, new Width(executor, Integer.MAX_VALUE), MOST);
    private final PartitionState zero = Slices.state(P0);
    private final PartitionState one = Slices.state(P1);

    LaneJoiningTest() {
        host.blocksInPlace = true;
        host.oneAtATime = true;
    }

    @Test
    void quickHandler_whatWaitsIsHandledTogether_butNoMoreThanAllowed() {
        submitEach(0, 8);
        executor.runAll();

        assertThat(host.handled)
                .containsExactly(List.of("0:0"), List.of("0:1", "0:2", "0:3", "0:4"), List.of("0:5", "0:6", "0:7"));
        assertThat(host.events)
                .containsExactly(
                        "settled 0@1",
                        "finished",
                        "settled 0@2",
                        "settled 0@3",
                        "settled 0@4",
                        "settled 0@5",
                        "finished",
                        "settled 0@6",
                        "settled 0@7",
                        "settled 0@8",
                        "finished");
        assertThat(lane.isIdle()).isTrue();
        assertThat(zero.isInHand()).isFalse();
    }

    @Test
    void slowHandler_eachDeliveryHasItsTurn() {
        for (int call = 0; call < 4; call++) {
            host.then(items -> {
                host.clock.advance(Duration.ofMillis(2));
                return null;
            });
        }
        submitEach(0, 4);
        executor.runAll();

        assertThat(host.handled).containsExactly(List.of("0:0"), List.of("0:1"), List.of("0:2"), List.of("0:3"));
    }

    @Test
    void deliveryWithMoreThanThereIsRoomFor_staysByItself() {
        warmUp();
        submit(range(P0, 1, 3));
        submit(range(P0, 3, 6));
        submit(range(P0, 6, 16));
        submit(range(P0, 16, 17));
        executor.runAll();

        assertThat(host.handled.subList(1, 4))
                .containsExactly(
                        List.of("0:1", "0:2"),
                        List.of("0:3", "0:4", "0:5"),
                        List.of("0:6", "0:7", "0:8", "0:9", "0:10", "0:11", "0:12", "0:13", "0:14", "0:15"));
        assertThat(zero.settled()).isEqualTo(17);
    }

    @Test
    void oneFails_thoseBehindItWaitToo_andNothingOvertakes() {
        warmUp();
        host.thenThrow(new PartlyHandledException(1, new IllegalStateException("second")));
        submitEach(1, 5);
        submitEach(5, 6);
        executor.runAll();

        assertThat(host.waits).hasSize(1);
        assertThat(zero.settled()).isEqualTo(2);
        assertThat(zero.isInHand()).as("while it waits").isFalse();

        retry();

        assertThat(host.handled.subList(1, 4))
                .containsExactly(List.of("0:1", "0:2", "0:3", "0:4"), List.of("0:2", "0:3", "0:4"), List.of("0:5"));
        assertThat(zero.settled()).isEqualTo(6);
        assertThat(lane.isIdle()).isTrue();
    }

    @Test
    void oneCannotBeRead_nothingBehindItPassesIt_andItIsToldOnce() {
        warmUp();
        host.reader = Slices.reader("0:2");
        submitEach(1, 4);
        submit(range(P1, 7, 8));
        executor.runAll();

        assertThat(host.handled.subList(1, 2)).containsExactly(List.of("0:1"));
        assertThat(host.events).containsOnlyOnce("failed 0:2");
        assertThat(zero.settled()).isEqualTo(2);
        assertThat(one.settled()).as("it may have the same key").isEqualTo(Progress.NOTHING);

        host.reader = Slices.reader();
        retry();

        assertThat(host.handled.subList(2, 3)).containsExactly(List.of("0:2", "0:3", "1:7"));
        assertThat(zero.settled()).isEqualTo(4);
        assertThat(one.settled()).isEqualTo(8);
    }

    @Test
    void oneThatCannotBeReadIsSoughtPast_thoseBehindItGoOn() {
        warmUp();
        host.reader = Slices.reader("0:1");
        submitEach(1, 2);
        submit(range(P1, 7, 8));
        executor.runAll();
        assertThat(host.handled).hasSize(1);

        zero.sought(2);
        retry();

        assertThat(host.handled.subList(1, 2)).containsExactly(List.of("1:7"));
        assertThat(lane.isIdle()).isTrue();
    }

    @Test
    void theOneThatWaitsForARetryLeaves_thoseBehindItGoOnAtOnce() {
        warmUp();
        host.thenThrow(new PartlyHandledException(0, new IllegalStateException("first")));
        submitEach(1, 3);
        submit(range(P1, 7, 8));
        executor.runAll();
        lane.dropUnwanted();
        executor.runAll();
        assertThat(host.handled).as("its wait is not over").hasSize(2);

        zero.gone();
        lane.dropUnwanted();
        executor.runAll();

        assertThat(host.handled.subList(2, 3)).containsExactly(List.of("1:7"));
        assertThat(lane.isIdle()).isTrue();
    }

    @Test
    void theOneThatWaitsForARetryLeaves_itsFailuresDoNotCountForTheNext() {
        warmUp();
        host.attempts(3);
        for (int attempt = 0; attempt < 3; attempt++) {
            host.thenThrow(new PartlyHandledException(0, new IllegalStateException("boom")));
        }
        submitEach(1, 2);
        submit(range(P1, 7, 8));
        executor.runAll();
        retry();
        zero.gone();
        lane.dropUnwanted();
        executor.runAll();

        assertThat(host.asked).containsExactly("boom 1", "boom 2", "boom 1");
        assertThat(host.givens).extracting(Delivery.Given::attempt).endsWith(1, 2, 1);
    }

    @Test
    void theOneThatFailsHasLeft_thoseBehindItDoNotWait() {
        warmUp();
        host.then(items -> {
            zero.gone();
            throw new PartlyHandledException(0, new IllegalStateException("first"));
        });
        submitEach(1, 3);
        submit(range(P1, 7, 8));
        executor.runAll();

        assertThat(host.waits).isEmpty();
        assertThat(host.handled.subList(2, 3)).containsExactly(List.of("1:7"));
    }

    @Test
    void partitionLeavesMeanwhile_itsRecordsAreNotBegun_andItIsNotHeldUpByTheOthers() {
        warmUp();
        List<Boolean> inHand = new ArrayList<>();
        host.then(items -> {
            assertThat(one.isInHand()).isTrue();
            one.stopIntakeAt(7);
            assertThat(host.given().goOn(1)).as("what is left has changed").isFalse();
            throw new PartlyHandledException(1);
        });
        host.then(items -> {
            inHand.addAll(List.of(zero.isInHand(), one.isInHand()));
            return null;
        });
        submitEach(1, 3);
        submit(range(P1, 7, 8));
        executor.runAll();

        assertThat(host.handled.subList(1, 3)).containsExactly(List.of("0:1", "0:2", "1:7"), List.of("0:2"));
        assertThat(inHand).containsExactly(true, false);
        assertThat(zero.settled()).isEqualTo(3);
        assertThat(one.settled()).isEqualTo(Progress.NOTHING);
    }

    @Test
    void stopped_whatIsJoinedIsNotBegun() {
        warmUp();
        host.then(items -> {
            executor.shutdownNow();
            throw new PartlyHandledException(1);
        });
        submitEach(1, 5);
        executor.runAll();

        assertThat(host.handled).hasSize(2);
        assertThat(zero.settled()).isEqualTo(2);
        assertThat(zero.isInHand()).isFalse();
    }

    @Test
    void finished_countsAllThatWasHandedOver() {
        Delivery<String> first = new Delivery<>(List.of(Share.of(zero, range(P0, 0, 1))));
        Delivery<String> second =
                new Delivery<>(List.of(Share.of(zero, range(P0, 1, 3)), Share.of(one, range(P1, 5, 6))));
        first.join(List.of(second));

        assertThat(first.records()).isEqualTo(4);
        assertThat(first.takeHandedOver()).extracting(Share::records).containsExactly(1, 2, 1);
        assertThat(first.handedOver()).isEmpty();
    }

    /** One turn, after which the lane knows that the handler is quick. */
    private void warmUp() {
        submitEach(0, 1);
        executor.runAll();
        assertThat(host.handled).hasSize(1);
    }

    private void retry() {
        lane.retry(host.waiting().delivery());
        executor.runAll();
    }

    private void submitEach(long from, long end) {
        for (long offset = from; offset < end; offset++) {
            submit(range(P0, offset, offset + 1));
        }
    }

    private void submit(RecordSlice slice) {
        lane.submit(new Delivery<>(List.of(Share.of(slice.partition().equals(P0) ? zero : one, slice))));
    }
}
