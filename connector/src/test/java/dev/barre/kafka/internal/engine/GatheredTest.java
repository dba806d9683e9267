package dev.barre.kafka.internal.engine;

import static dev.barre.kafka.internal.engine.Slices.P0;
import static dev.barre.kafka.internal.engine.Slices.range;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatheredTest {
    private static final int MANY = 1 << 30;

    private final ManualExecutor executor = new ManualExecutor();
    private final Width places = new Width(executor, 4);
    private final List<List<Share>> handedOver = new ArrayList<>();

    /** Up to 1,200 records are at hand at a time. */
    private final Partitions<String> partitions = new Partitions<>(
            OrderedDispatch.oneLane(() -> new Lane<>(new LaneProbe(), places)),
            new IntakeLimits(1_200, MANY, MANY, MANY));

    private final Gathered gathered = new Gathered(true, places, partitions, handedOver::add);
    private long next;

    GatheredTest() {
        partitions.add(List.of(P0));
    }

    private void poll(Gathered into, int records) {
        into.add(partitions.take(List.of(range(P0, next, next + records))));
        next += records;
    }

    /** A place is taken, and kept. */
    private void work() {
        places.begin(new Width.Turn() {
            @Override
            public boolean take() {
                return false;
            }

            @Override
            public void abandon() {}
        });
        executor.runAll();
    }

    @Test
    void manyRecords_lanesAtWork_gathersUntilAPollBringsFew() {
        work();
        gathered.begin();
        poll(gathered, 256);
        assertThat(gathered.wantsMore()).isTrue();
        poll(gathered, 255);
        assertThat(gathered.wantsMore()).isFalse();
        assertThat(handedOver).isEmpty();

        gathered.handOver();
        assertThat(handedOver).hasSize(1);
        assertThat(Share.records(handedOver.get(0))).isEqualTo(511);
        gathered.handOver();
        assertThat(handedOver).as("there is nothing").hasSize(1);
    }

    @Test
    void lanesIdle_doesNotGather() {
        gathered.begin();
        poll(gathered, 500);

        assertThat(gathered.wantsMore()).isFalse();
    }

    @Test
    void noMoreRoom_doesNotGather() {
        work();
        gathered.begin();
        poll(gathered, 1_199);
        assertThat(gathered.wantsMore()).isTrue();
        poll(gathered, 300);

        assertThat(gathered.wantsMore()).isFalse();
    }

    @Test
    void handedOverInARebalance_doesNotGatherInThisRound() {
        work();
        gathered.begin();
        poll(gathered, 300);
        gathered.handOver();
        poll(gathered, 300);
        assertThat(gathered.wantsMore()).isFalse();
        gathered.handOver();
        assertThat(handedOver).hasSize(2);

        gathered.begin();
        poll(gathered, 300);
        assertThat(gathered.wantsMore()).as("the next round").isTrue();
    }

    @Test
    void eightPolls_areEnough() {
        work();
        Partitions<String> roomy = new Partitions<>(
                OrderedDispatch.oneLane(() -> new Lane<>(new LaneProbe(), places)),
                new IntakeLimits(MANY, MANY, MANY, MANY));
        roomy.add(List.of(P0));
        Gathered ofMany = new Gathered(true, places, roomy, handedOver::add);
        ofMany.begin();
        for (int poll = 1; poll <= 8; poll++) {
            ofMany.add(roomy.take(List.of(range(P0, 300L * poll, 300L * poll + 300))));
            assertThat(ofMany.wantsMore()).isEqualTo(poll < 8);
        }
    }

    @Test
    void notOfSeveralPolls_eachIsHandedOverByItself() {
        work();
        Gathered single = new Gathered(false, places, partitions, handedOver::add);
        single.begin();
        poll(single, 500);

        assertThat(single.wantsMore()).isFalse();
    }
}
