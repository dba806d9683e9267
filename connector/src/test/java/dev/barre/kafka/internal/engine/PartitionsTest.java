package dev.barre.kafka.internal.engine;

import static dev.barre.kafka.internal.engine.Slices.P0;
import static dev.barre.kafka.internal.engine.Slices.P1;
import static dev.barre.kafka.internal.engine.Slices.P2;
import static dev.barre.kafka.internal.engine.Slices.range;
import static org.assertj.core.api.Assertions.assertThat;

import dev.barre.kafka.interop.RecordSlice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PartitionsTest {
    private static final int MANY = 1_000_000;

    /** Notes deliveries instead of handling them. */
    private static final class Kept implements Dispatch<String> {
        private final List<Delivery<String>> deliveries = new ArrayList<>();
        private int tidied;
        private boolean occupied;

        @Override
        public void submit(List<Share> shares, Consumer<Delivery<String>> created) {
            for (Share share : shares) {
                Delivery<String> delivery = new Delivery<>(List.of(share));
                created.accept(delivery);
                deliveries.add(delivery);
            }
        }

        @Override
        public boolean isOccupied(TopicPartition partition) {
            return occupied;
        }

        @Override
        public void forEach(Consumer<Lane<String>> each) {}

        @Override
        public void tidy() {
            tidied++;
        }
    }

    private final Kept kept = new Kept();

    @Test
    void hasRoomBeside_whatIsHandedOverCountsToo() {
        Partitions<String> byRecords = partitions(new IntakeLimits(6, MANY, MANY, MANY));
        Partitions<String> byBytes = partitions(new IntakeLimits(MANY, 3_000, MANY, MANY));
        Partitions<String> ofMember = partitions(new IntakeLimits(MANY, MANY, 3_000, MANY));
        Partitions<String> uncommitted = partitions(new IntakeLimits(MANY, MANY, MANY, 6));
        for (Partitions<String> each : List.of(byRecords, byBytes, ofMember, uncommitted)) {
            submit(each, range(P0, 0, 2));
            List<Share> gathered = new ArrayList<>(each.take(List.of(range(P0, 2, 4))));
            assertThat(each.hasRoomBeside(gathered)).isTrue();
            gathered.addAll(each.take(List.of(range(P0, 4, 6))));
            assertThat(each.hasRoomBeside(gathered)).isFalse();
        }
    }

    @Test
    void held_recordsPerPartition_reached() {
        Partitions<String> partitions = partitions(new IntakeLimits(3, MANY, MANY, MANY));
        submit(partitions, range(P0, 0, 2), range(P1, 0, 3));
        assertThat(partitions.held()).containsExactly(P1);

        submit(partitions, range(P0, 2, 3));
        assertThat(partitions.held()).containsExactlyInAnyOrder(P0, P1);

        finish(partitions, 1);
        assertThat(partitions.held()).containsExactly(P0);
    }

    @Test
    void held_bytesPerPartition_reached() {
        Partitions<String> partitions = partitions(new IntakeLimits(MANY, 1_400, MANY, MANY));
        submit(partitions, range(P0, 0, 2), range(P1, 0, 3));

        assertThat(partitions.held())
                .as("about 640 bytes for both, and 330 for each record")
                .containsExactly(P1);
    }

    @Test
    void held_bytesPerMember_onlyPartitionsThatHaveSomethingAtHand() {
        Partitions<String> partitions = partitions(new IntakeLimits(MANY, MANY, 2_400, MANY));
        submit(partitions, range(P0, 0, 2), range(P1, 0, 1));
        assertThat(partitions.held()).isEmpty();

        submit(partitions, range(P1, 1, 2));
        assertThat(partitions.held()).containsExactlyInAnyOrder(P0, P1);

        finish(partitions, 0);
        assertThat(partitions.held()).isEmpty();
    }

    @Test
    void held_bytesPerMember_allWhoseRecordsWouldWaitForOthers() {
        Partitions<String> partitions = partitions(new IntakeLimits(MANY, MANY, 700, MANY));
        submit(partitions, range(P0, 0, 1));
        assertThat(partitions.held()).as("another lane may be free").containsExactly(P0);

        kept.occupied = true;
        assertThat(partitions.held()).containsExactlyInAnyOrder(P0, P1);

        finish(partitions, 0);
        assertThat(partitions.held()).as("no member that is not full holds any").isEmpty();
    }

    @Test
    void held_uncommittedRecords_countFromTheFirstUnsettledOn() {
        Partitions<String> partitions = partitions(new IntakeLimits(MANY, MANY, MANY, 4));
        submit(partitions, range(P0, 0, 1));
        submit(partitions, range(P0, 1, 4));
        assertThat(partitions.held()).containsExactly(P0);
        finish(partitions, 1);
        assertThat(partitions.held()).as("the first is not settled").containsExactly(P0);

        submit(partitions, range(P0, 4, 5));
        finish(partitions, 0);
        assertThat(partitions.held()).isEmpty();
    }

    @Test
    void held_nothingAtHand_isNeverFull() {
        Partitions<String> partitions = partitions(new IntakeLimits(0, 0, 0, 0));

        assertThat(partitions.held()).isEmpty();
    }

    @Test
    void held_waitingAndPausedByUser_areHeld() {
        Partitions<String> partitions = partitions(new IntakeLimits(MANY, MANY, MANY, MANY));
        state(partitions, P0).waitUntilDue();
        partitions.pauseByUser(List.of(P1, P2));
        assertThat(partitions.held()).containsExactlyInAnyOrder(P0, P1);

        partitions.add(List.of(P2));
        assertThat(partitions.held()).as("paused before it came back").contains(P2);
        partitions.resumeByUser(List.of(P1, P2));
        assertThat(partitions.held()).containsExactly(P0);
    }

    @Test
    void take_sliceWithoutRecords_movesItsPartitionOn() {
        Partitions<String> partitions = partitions(new IntakeLimits(MANY, MANY, MANY, MANY));

        assertThat(partitions.take(List.of(Slices.of(P0, 7), range(P2, 0, 3)))).isEmpty();

        assertThat(partitions.uncommitted(partitions.all())).isEqualTo(Map.of(P0, 7L));
        partitions.committed(Map.of(P0, 7L, P2, 3L));
        assertThat(partitions.uncommitted(partitions.all())).isEmpty();
    }

    @Test
    void remove_goneAndBackAgain_isAnotherState() {
        Partitions<String> partitions = partitions(new IntakeLimits(MANY, MANY, MANY, MANY));
        PartitionState before = state(partitions, P0);
        submit(partitions, range(P0, 0, 3));

        partitions.remove(List.of(before));
        partitions.add(List.of(P0));
        finish(partitions, 0);

        assertThat(kept.tidied).isEqualTo(1);
        assertThat(before.wants(0, 0)).isFalse();
        assertThat(partitions.stillOwned(List.of(before, state(partitions, P1))))
                .containsExactly(state(partitions, P1));
        assertThat(partitions.uncommitted(partitions.all())).as("a late result").isEmpty();
        assertThat(partitions.held()).isEmpty();
    }

    @Test
    void isRoomExpected_fullAndFinishedSomethingShortlyBefore() {
        Partitions<String> partitions = partitions(new IntakeLimits(2, MANY, MANY, MANY));
        submit(partitions, range(P0, 0, 1));
        submit(partitions, range(P0, 1, 3));
        assertThat(partitions.isRoomExpected(0)).isFalse();

        partitions.finished(kept.deliveries.get(0), 100);

        assertThat(partitions.isRoomExpected(200)).isTrue();
        assertThat(partitions.isRoomExpected(Duration.ofSeconds(1).toNanos())).isFalse();
    }

    private Partitions<String> partitions(IntakeLimits limits) {
        Partitions<String> partitions = new Partitions<>(kept, limits);
        partitions.add(List.of(P0, P1));
        return partitions;
    }

    private static PartitionState state(Partitions<String> partitions, TopicPartition name) {
        return partitions.find(List.of(name)).get(0);
    }

    private static void submit(Partitions<String> partitions, RecordSlice... slices) {
        partitions.submit(partitions.take(List.of(slices)));
    }

    /** The delivery is handled and settled. */
    private void finish(Partitions<String> partitions, int index) {
        Delivery<String> delivery = kept.deliveries.get(index);
        delivery.handedOver().forEach(share -> share.settle(0, share.records()));
        partitions.finished(delivery, 0);
    }
}
