package dev.barre.kafka.internal.engine;

import static dev.barre.kafka.internal.engine.Slices.P0;
import static dev.barre.kafka.internal.engine.Slices.P1;
import static dev.barre.kafka.internal.engine.Slices.range;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DeliveryTest {
    private static final RejectionPolicy BLOCK = (partition, offset, rejection) -> false;

    private final Lane<String> lane = new Lane<>(new LaneProbe(), new ManualExecutor());
    private final PartitionState<String> zero = new PartitionState<>(P0, lane);
    private final PartitionState<String> one = new PartitionState<>(P1, lane);
    private final Delivery<String> delivery = new Delivery<>(
            List.of(new Delivery.Share<>(zero, 0, range(P0, 0, 3)), new Delivery.Share<>(one, 0, range(P1, 5, 7))));

    @Test
    void beforeItIsBound_settlesAndBlocksNothing() {
        assertThat(delivery.settledAfter(0)).isEmpty();
        assertThat(delivery.blocked()).isEmpty();
        delivery.cut(1);
        assertThat(delivery.prepare(Slices.reader(), BLOCK).items()).hasSize(5);
    }

    @Test
    void prepare_again_doesNotBindAgain() {
        delivery.prepare(Slices.reader(), BLOCK);

        RecordReader<String> unused = slice -> {
            throw new AssertionError("bound already");
        };
        assertThat(delivery.prepare(unused, BLOCK).items()).containsExactly("0:0", "0:1", "0:2", "1:5", "1:6");
    }

    @Test
    void prepare_partitionSoughtAwayBeforeAndAfterBinding_isDropped() {
        zero.sought(9);
        assertThat(delivery.prepare(Slices.reader(), BLOCK).items()).containsExactly("1:5", "1:6");
        assertThat(delivery.includes(zero)).isFalse();
        assertThat(delivery.isWanted()).isTrue();

        one.gone();
        assertThat(delivery.isWanted()).isFalse();
        assertThat(delivery.prepare(Slices.reader(), BLOCK).items()).isEmpty();
    }

    @Test
    void cut_someDone_settlesFromThereAndCountsAttemptsAnew() {
        delivery.prepare(Slices.reader(), BLOCK);
        delivery.attempted();
        delivery.attempted();

        delivery.cut(0);
        assertThat(delivery.attempts()).isEqualTo(2);
        delivery.cut(4);

        assertThat(delivery.attempts()).isEqualTo(1);
        assertThat(delivery.settledAfter(0))
                .extracting(Delivery.Settled::offset)
                .containsExactly(3L, 6L);
        assertThat(delivery.settledAfter(1))
                .extracting(Delivery.Settled::offset)
                .containsExactly(3L, 7L);
    }

    @Test
    void blocked_namesThePartitionAndTheEpochItWasHandedOverIn() {
        delivery.prepare(Slices.reader("1:6"), BLOCK);
        one.sought(0);

        assertThat(delivery.blocked()).singleElement().satisfies(blocked -> {
            assertThat(blocked.state()).isSameAs(one);
            assertThat(blocked.epoch()).isZero();
            assertThat(blocked.blockage().offset()).isEqualTo(6);
        });
    }

    @Test
    void given_settlesOnlyAsLongAsTheContentIsTheSame() {
        delivery.prepare(Slices.reader(), BLOCK);
        var first = delivery.given();
        assertThat(first.settledAfter(1)).extracting(Delivery.Settled::offset).containsExactly(1L, 5L);

        delivery.cut(2);
        assertThat(first.settledAfter(1)).isEmpty();
        var second = delivery.given();
        assertThat(second.settledAfter(1)).extracting(Delivery.Settled::offset).containsExactly(3L, 5L);

        delivery.finish();
        assertThat(second.settledAfter(1)).isEmpty();
        assertThat(delivery.isWanted()).isFalse();
    }

    @Test
    void toString_namesThePlacesAndNoPayload() {
        assertThat(delivery).hasToString("[orders-0@0, orders-1@5]");
    }
}
