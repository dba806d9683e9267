package dev.barre.kafka.internal.engine;

import static dev.barre.kafka.internal.engine.Slices.P0;
import static dev.barre.kafka.internal.engine.Slices.P1;
import static dev.barre.kafka.internal.engine.Slices.P2;
import static dev.barre.kafka.internal.engine.Slices.range;
import static dev.barre.kafka.internal.engine.Slices.reader;
import static org.assertj.core.api.Assertions.assertThat;

import dev.barre.kafka.interop.RecordSlice;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

class BatchTest {
    private List<RecordSlice> slices = List.of();

    private static final RejectionPolicy SKIP = (partition, offset, rejection) -> true;
    private static final RejectionPolicy BLOCK = (partition, offset, rejection) -> false;

    @Test
    void settledAfter_noneHandled_isTheFirstRecord() {
        Batch<String> batch = read(List.of(range(P0, 5, 8)), reader(), SKIP);

        assertThat(batch.items()).containsExactly("0:5", "0:6", "0:7");
        assertThat(settled(batch, 0)).containsExactly(5L);
    }

    @Test
    void settledAfter_all_isTheEndOfTheSliceBehindControlRecords() {
        Batch<String> batch = read(List.of(Slices.of(P0, 12, 5, 6, 7)), reader(), SKIP);

        assertThat(settled(batch, 2)).containsExactly(7L);
        assertThat(settled(batch, 3)).containsExactly(12L);
    }

    @Test
    void settledAfter_holesInTheLog_isTheNextRecordThatExists() {
        Batch<String> batch = read(List.of(Slices.of(P0, 41, 5, 20, 40)), reader(), SKIP);

        assertThat(settled(batch, 1)).containsExactly(20L);
        assertThat(settled(batch, 2)).containsExactly(40L);
    }

    @Test
    void settledAfter_skippedRecords_goesPastThem() {
        Batch<String> batch = read(List.of(range(P0, 0, 6)), reader("0:0", "0:2", "0:3", "0:5"), SKIP);

        assertThat(batch.items()).containsExactly("0:1", "0:4");
        assertThat(settled(batch, 0)).containsExactly(1L);
        assertThat(settled(batch, 1)).containsExactly(4L);
        assertThat(settled(batch, 2)).containsExactly(6L);
        assertThat(batch.blockages()).isEmpty();
    }

    @Test
    void settledAfter_partWithoutItemsBehindAnUnhandledOne_isItsEnd() {
        Batch<String> batch = read(List.of(range(P0, 0, 2), range(P1, 7, 9)), reader("1:7", "1:8"), SKIP);

        assertThat(settled(batch, 0)).containsExactly(0L, 9L);
        assertThat(settled(batch, 1)).containsExactly(1L, 9L);
    }

    @Test
    void settledAfter_emptySlice_isItsEndAtOnce() {
        Batch<String> batch = read(List.of(range(P0, 0, 2), Slices.of(P1, 30)), reader(), SKIP);

        assertThat(settled(batch, 0)).containsExactly(0L, 30L);
    }

    @Test
    void settledAfter_someOfSeveralParts_countsAcrossThem() {
        Batch<String> batch = read(List.of(range(P0, 0, 2), range(P1, 10, 13), range(P2, 5, 6)), reader(), SKIP);

        assertThat(settled(batch, 1)).containsExactly(1L, 10L, 5L);
        assertThat(settled(batch, 4)).containsExactly(2L, 12L, 5L);
        assertThat(settled(batch, 6)).containsExactly(2L, 13L, 6L);
    }

    @Test
    void read_recordThatMayNotBeSkipped_endsItsPartitionOnly() {
        Batch<String> batch = read(List.of(range(P0, 0, 4), range(P1, 0, 2)), reader("0:2"), BLOCK);

        assertThat(batch.items()).containsExactly("0:0", "0:1", "1:0", "1:1");
        assertThat(settled(batch, 4)).containsExactly(2L, 2L);
        assertThat(batch.blockages()).singleElement().satisfies(blockage -> {
            assertThat(blockage.partition()).isEqualTo(P0);
            assertThat(blockage.offset()).isEqualTo(2);
            assertThat(blockage.rejection()).isEqualTo(new Slices.Bad("0:2"));
        });
    }

    @Test
    void read_firstRecordBlocks_hasNoItemsAndStaysBeforeIt() {
        Batch<String> batch = read(List.of(range(P0, 3, 5)), reader("0:3"), BLOCK);

        assertThat(batch.items()).isEmpty();
        assertThat(settled(batch, 0)).containsExactly(3L);
    }

    @Test
    void read_skippedThenBlocked_isSettledUpToTheOneThatBlocks() {
        RejectionPolicy skipFirst = (partition, offset, rejection) -> offset == 3;
        Batch<String> batch = read(List.of(range(P0, 3, 9)), reader("0:3", "0:5"), skipFirst);

        assertThat(batch.items()).containsExactly("0:4");
        assertThat(settled(batch, 0)).containsExactly(4L);
        assertThat(settled(batch, 1)).containsExactly(5L);
    }

    @Test
    void remaining_someHandled_keepsTheRestAndItsOffsets() {
        Batch<String> all = read(List.of(range(P0, 0, 3), range(P1, 0, 3)), reader("0:1", "1:0"), SKIP);
        Batch<String> batch = from(all, 1, part -> true);
        Settling settling = new Settling(slices).skipped(all).handled(all, 1);

        assertThat(batch.items()).containsExactly("0:2", "1:1", "1:2");
        assertThat(settling.settled()).containsExactly(2L, 1L);
        assertThat(settling.handled(batch, 2).settled()).containsExactly(3L, 2L);
        assertThat(settling.handled(batch, 3).settled()).containsExactly(3L, 3L);
    }

    @Test
    void remaining_itemsFromTheMiddle_standForTheirOwnRecords() {
        Batch<String> all = read(List.of(range(P0, 0, 4), range(P1, 7, 9)), reader("0:1"), SKIP);
        BitSet left = new BitSet();
        left.set(0);
        left.set(2, 4);
        Batch<String> batch = all.remaining(left, part -> true);

        assertThat(batch.items()).containsExactly("0:0", "0:3", "1:7");
        assertThat(batch.itemAt(P0, 3)).isEqualTo(1);
        assertThat(batch.itemAt(P0, 2)).as("taken off").isEqualTo(-1);
        assertThat(batch.itemAt(P0, 1)).as("never read").isEqualTo(-1);
        assertThat(batch.itemAt(P1, 7)).isEqualTo(2);
        assertThat(batch.partOf(1)).isZero();
        assertThat(batch.partOf(2)).isEqualTo(1);
        assertThat(batch.partOf(3)).isEqualTo(-1);
        assertThat(batch.parts().get(0).index(1)).isEqualTo(3);
        assertThat(batch.parts().get(0).skipped()).as("told of once").isEmpty();
    }

    @Test
    void remaining_partDropped_movesTheOthersUp() {
        Batch<String> batch =
                from(read(List.of(range(P0, 0, 3), range(P1, 5, 8)), reader(), SKIP), 0, part -> part == 1);

        assertThat(batch.items()).containsExactly("1:5", "1:6", "1:7");
        assertThat(batch.parts()).extracting(Batch.Part::partition).containsExactly(P1);
        assertThat(settled(batch, 1)).containsExactly(0L, 6L);
    }

    @Test
    void remaining_blockage_staysWithItsPart() {
        Batch<String> all = read(List.of(range(P0, 0, 3)), reader("0:2"), BLOCK);
        Batch<String> batch = from(all, 2, part -> true);

        assertThat(batch.items()).isEmpty();
        assertThat(batch.blockages()).hasSize(1);
        assertThat(batch.parts().get(0).endIndex()).isEqualTo(2);
        assertThat(settled(all, 2)).containsExactly(2L);
    }

    private Batch<String> read(List<RecordSlice> read, RecordReader<String> reader, RejectionPolicy policy) {
        slices = read;
        return Batch.read(read, reader, policy);
    }

    /** Without the first {@code handled} items. */
    static <R> Batch<R> from(Batch<R> batch, int handled, IntPredicate goesOn) {
        BitSet left = new BitSet();
        left.set(handled, batch.items().size());
        return batch.remaining(left, goesOn);
    }

    private List<Long> settled(Batch<?> batch, int handled) {
        return new Settling(slices).skipped(batch).handled(batch, handled).settled();
    }
}
