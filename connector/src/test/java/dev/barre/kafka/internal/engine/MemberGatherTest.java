package dev.barre.kafka.internal.engine;

import static dev.barre.kafka.internal.engine.MemberRig.PATIENCE;
import static dev.barre.kafka.internal.engine.MemberRig.awaitQuietly;
import static dev.barre.kafka.internal.engine.Slices.P0;
import static dev.barre.kafka.internal.engine.Slices.P1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What several polls have brought, handed over together to lanes by key: one of them stands still at {@code 1:0} meanwhile. */
class MemberGatherTest {
    private static final int LIMIT = 1 << 20;

    private final MemberRig rig = new MemberRig();

    /** Comes before the first record of P0. */
    private volatile Runnable beforeFirst = () -> {};

    @BeforeEach
    void prepare() {
        rig.lanes = new LanePlan(LanePlan.Order.KEY, 4);
        rig.limits = new IntakeLimits(LIMIT, 1 << 30, 1 << 30, LIMIT);
        rig.work = (item, scope) -> {
            if (item.equals("1:0")) {
                rig.inside.countDown();
                awaitQuietly(rig.release);
            } else if (item.equals("0:0")) {
                beforeFirst.run();
            }
        };
    }

    private void start() {
        rig.start();
        rig.kafka.balance(P0, P1);
        rig.kafka.send(P1, 0, 1);
        awaitQuietly(rig.inside);
    }

    @AfterEach
    void close() throws Exception {
        rig.release.countDown();
        rig.close();
    }

    /** What the next polls find, each one thing: none of them comes in between. */
    private void nextPolls(Runnable... found) {
        synchronized (rig.kafka) {
            for (Runnable each : found) {
                each.run();
            }
        }
    }

    private List<String> handledOfP0() {
        return rig.handled.stream().filter(item -> item.startsWith("0:")).toList();
    }

    private static List<String> itemsOfP0(long end) {
        return LongStream.range(0, end).mapToObj(offset -> "0:" + offset).toList();
    }

    private long committedOfP0() {
        List<Long> committed = rig.kafka.committed(P0);
        return committed.isEmpty() ? 0 : committed.get(committed.size() - 1);
    }

    @Test
    void severalPolls_areHandedOverTogether() {
        AtomicLong fetchedAtFirst = new AtomicLong();
        beforeFirst = () -> fetchedAtFirst.set(rig.kafka.position(P0));
        start();
        nextPolls(
                () -> rig.kafka.send(P0, 0, 300),
                () -> rig.kafka.send(P0, 300, 700),
                () -> rig.kafka.send(P0, 700, 701));

        rig.awaitCommitted(P0, 701);
        assertThat(handledOfP0()).isEqualTo(itemsOfP0(701));
        assertThat(fetchedAtFirst).hasValue(701);
    }

    @Test
    void fewRecords_areHandedOverAtOnce() {
        start();
        nextPolls(
                () -> rig.kafka.send(P0, 0, 10),
                () -> rig.kafka.schedulePollTask(() -> awaitHandled(10)),
                () -> rig.kafka.send(P0, 10, 11));

        rig.awaitCommitted(P0, 11);
    }

    private void awaitHandled(int count) {
        await().atMost(PATIENCE).until(() -> handledOfP0().size() == count);
    }

    @Test
    void anotherIsRevokedMeanwhile_isHandledWhileThatWaits() {
        start();
        nextPolls(() -> rig.kafka.send(P0, 0, 300), () -> rig.kafka.balance(P0));
        awaitHandled(300);
        assertThat(rig.inside.getCount()).isZero();
        assertThat(rig.rebalances).as("1:0 is being handled").hasSize(1);
        rig.release.countDown();

        rig.awaitCommitted(P0, 300);
        assertThat(rig.kafka.committed(P1)).endsWith(1L);
    }

    @Test
    void revokedMeanwhile_whatIsNotHandledComesAgain() {
        start();
        nextPolls(() -> rig.kafka.send(P0, 0, 300), () -> rig.kafka.balance(P1));
        rig.awaitRebalances(2);
        rig.awaitPolls(5);
        long committed = committedOfP0();
        assertThat(handledOfP0()).isEqualTo(itemsOfP0(committed));
        nextPolls(() -> rig.kafka.balance(P0, P1), () -> rig.kafka.send(P0, committed, 300));

        rig.awaitCommitted(P0, 300);
        assertThat(handledOfP0()).isEqualTo(itemsOfP0(300));
    }

    @Test
    void lostAndRegainedMeanwhile_allComesAgain() {
        start();
        nextPolls(
                () -> rig.kafka.send(P0, 0, 300),
                () -> rig.kafka.loseAndRegain(P0, P1),
                () -> rig.kafka.send(P0, 0, 300),
                () -> rig.kafka.send(P0, 300, 301));

        rig.awaitCommitted(P0, 301);
        assertThat(handledOfP0()).endsWith(itemsOfP0(301).toArray(String[]::new));
    }

    @Test
    void pollFailsMeanwhile_whatWasBroughtIsHandled() {
        start();
        nextPolls(
                () -> rig.kafka.send(P0, 0, 300),
                () -> rig.kafka.schedulePollTask(() -> rig.kafka.setPollException(new KafkaException("gone"))));

        rig.awaitCommitted(P0, 300);
        await().atMost(PATIENCE).until(() -> rig.told.size() == 1);
        assertThat(handledOfP0()).isEqualTo(itemsOfP0(300));
    }
}
