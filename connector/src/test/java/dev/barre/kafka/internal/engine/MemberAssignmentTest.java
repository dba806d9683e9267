package dev.barre.kafka.internal.engine;

import static dev.barre.kafka.internal.engine.MemberRig.PATIENCE;
import static dev.barre.kafka.internal.engine.MemberRig.awaitQuietly;
import static dev.barre.kafka.internal.engine.Slices.P0;
import static dev.barre.kafka.internal.engine.Slices.P1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.barre.kafka.interop.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a member fetches, holds and keeps in memory after its partitions have come and gone. */
class MemberAssignmentTest {
    private static final int MANY = 1 << 20;

    private final MemberRig rig = new MemberRig();
    private final AtomicBoolean fails = new AtomicBoolean(true);

    @AfterEach
    void close() throws Exception {
        rig.release.countDown();
        rig.close();
    }

    @Test
    void assignedAgain_heldWhenItLeft_isFetched() {
        rig.limits = new IntakeLimits(2, MANY, MANY, MANY);
        rig.drainTimeout = Duration.ofMillis(50);
        rig.lanes = new LanePlan(LanePlan.Order.PARTITION, 1);
        rig.work = (item, scope) -> {
            if (item.equals("0:0") && fails.get()) {
                rig.inside.countDown();
                awaitQuietly(rig.release);
            }
        };
        rig.start();
        rig.kafka.balance(P0, P1);
        rig.kafka.send(P0, 0, 3);
        awaitQuietly(rig.inside);
        await().atMost(PATIENCE).until(() -> rig.kafka.paused().contains(P0));
        rig.kafka.balance(P1);
        rig.awaitRebalances(2);
        fails.set(false);
        rig.release.countDown();
        rig.kafka.balance(P1, P0);
        rig.awaitRebalances(3);
        rig.kafka.send(P0, 0, 3);

        rig.awaitCommitted(P0, 3);
    }

    @Test
    void retained_heldDuringTheRebalance_isFetchedOnceThereIsRoom() {
        rig.limits = new IntakeLimits(2, MANY, MANY, MANY);
        rig.standStillAt("0:0");
        rig.start();
        rig.kafka.balance(P0, P1);
        rig.kafka.send(P0, 0, 2);
        awaitQuietly(rig.inside);
        await().atMost(PATIENCE).until(() -> rig.kafka.paused().contains(P0));
        rig.kafka.balance(P0);
        rig.awaitRebalances(2);
        rig.awaitPolls(5);
        rig.kafka.send(P0, 2, 4);
        rig.kafka.send(P0, 4, 6);
        rig.awaitPolls(10);
        assertThat(rig.kafka.paused()).contains(P0);
        rig.release.countDown();

        rig.awaitCommitted(P0, 6);
    }

    @Test
    void pausedByUser_leavesAndComesBack_staysPausedUntilResumed() {
        AtomicReference<MemberScope> kept = new AtomicReference<>();
        rig.work = (item, scope) -> {
            if (kept.compareAndSet(null, scope)) {
                scope.pause(List.of(P0), Duration.ofSeconds(5));
            }
        };
        rig.start();
        rig.kafka.balance(P0, P1);
        rig.kafka.send(P0, 0, 1);
        rig.awaitHandled("0:0");
        rig.awaitPolls(3);
        rig.kafka.loseAndRegain(P0, P1);
        rig.awaitRebalances(3);
        rig.awaitPolls(3);
        rig.kafka.send(P0, 1, 3);
        rig.kafka.send(P1, 0, 1);
        rig.awaitHandled("0:0", "1:0");
        rig.awaitPolls(20);
        assertThat(rig.handled).containsExactly("0:0", "1:0");

        kept.get().resume(List.of(P0), Duration.ofSeconds(5));
        rig.awaitHandled("0:0", "1:0", "0:1", "0:2");
    }

    @Test
    void lost_resultsThatStillCome_areNeitherCommittedNorWaitedFor() {
        rig.lanes = new LanePlan(LanePlan.Order.PARTITION, 1);
        rig.standStillAt("0:1");
        rig.kafka.asyncFailure = () -> new IllegalStateException("keeps everything uncommitted");
        rig.start();
        rig.kafka.balance(P0, P1);
        rig.kafka.send(P0, 0, 3);
        awaitQuietly(rig.inside);
        await().atMost(PATIENCE).until(() -> rig.kafka.tried(P0) > 0);
        rig.kafka.lose(P0);
        rig.awaitRebalances(2);
        long tried = rig.kafka.tried(P0);
        rig.kafka.asyncFailure = () -> null;
        rig.kafka.send(P1, 0, 2);
        rig.awaitCommitted(P1, 2);
        rig.release.countDown();
        await().atMost(PATIENCE).until(() -> rig.handled.contains("0:1"));
        rig.awaitPolls(20);

        assertThat(rig.rebalances).containsExactly("assigned [orders-0, orders-1]", "lost [orders-0]");
        assertThat(rig.handled).as("nothing more is begun").containsExactlyInAnyOrder("0:0", "0:1", "1:0", "1:1");
        assertThat(rig.kafka.tried(P0)).as("somebody else commits there").isEqualTo(tried);
    }

    @Test
    void revoked_recordsWaitForARetry_theirRoomIsFreeAtOnce() {
        rig.limits = new IntakeLimits(MANY, MANY, 400, MANY);
        rig.retryWait = Duration.ofHours(1);
        rig.work = (item, scope) -> {
            if (item.startsWith("0:")) {
                throw new IllegalStateException("boom");
            }
        };
        rig.start();
        rig.kafka.balance(P0);
        rig.kafka.send(P0, 0, 10);
        await().atMost(PATIENCE).until(() -> rig.kafka.paused().contains(P0));
        assertThat(rig.told).isNotEmpty();
        rig.kafka.balance(P1);
        rig.awaitRebalances(3);
        for (int offset = 0; offset < 20; offset++) {
            rig.kafka.send(P1, offset, offset + 1);
        }

        rig.awaitCommitted(P1, 20);
    }

    @Test
    void full_theOneLaneIsBusy_holdsAlsoWhatHasNothingAtHand() {
        rig.limits = new IntakeLimits(MANY, MANY, 400, MANY);
        rig.standStillAt("0:0");
        rig.start();
        rig.kafka.balance(P0, P1);
        rig.kafka.send(P0, 0, 3);
        awaitQuietly(rig.inside);
        await().atMost(PATIENCE).until(() -> rig.kafka.paused().containsAll(List.of(P0, P1)));
        rig.kafka.send(P1, 0, 1);
        rig.awaitPolls(5);
        assertThat(rig.handled).isEmpty();
        rig.release.countDown();

        rig.awaitHandled("0:0", "0:1", "0:2", "1:0");
    }

    @Test
    void full_ofWhatIsBeingPassedOn_whatHasNothingAtHandIsStillHandled() {
        rig.limits = new IntakeLimits(MANY, MANY, 400, MANY);
        rig.retryWait = null;
        rig.recovery = (slice, index, reason, cause, attempts) -> new CompletableFuture<>();
        rig.work = (item, scope) -> {
            if (item.startsWith("0:")) {
                throw new IllegalStateException("boom");
            }
        };
        rig.start();
        rig.kafka.balance(P0, P1);
        rig.kafka.send(P0, 0, 3);
        await().atMost(PATIENCE).until(() -> rig.told.size() == 3);
        for (int offset = 0; offset < 20; offset++) {
            rig.kafka.send(P1, offset, offset + 1);
        }

        rig.awaitCommitted(P1, 20);
        assertThat(rig.kafka.paused()).contains(P0);
    }

    @Test
    void balancedAgainAndAgain_nothingOfThoseThatLeftIsKept() {
        rig.lanes = new LanePlan(LanePlan.Order.PARTITION, 1);
        Member<String> member = rig.start();
        for (int partition = 0; partition < 50; partition++) {
            TopicPartition only = new TopicPartition("orders", partition);
            rig.kafka.balance(only);
            rig.kafka.send(only, 0, 10);
            rig.awaitCommitted(only, 10);
        }

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(member.snapshot().partitions())
                        .singleElement()
                        .satisfies(snapshot -> {
                            assertThat(snapshot.partition().partition()).isEqualTo(49);
                            assertThat(snapshot.unfinished()).isZero();
                        }));
    }

    @Test
    void suspended_snapshotSaysThatItStandsStillOnPurpose() {
        Member<String> member = rig.start();
        rig.kafka.balance(P0);
        rig.awaitRebalances(1);

        member.suspend(true);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(member.snapshot().partitions())
                        .singleElement()
                        .satisfies(snapshot -> assertThat(snapshot.paused()).isTrue()));
    }

    @Test
    void stoppedWhileThePreparationBlocks_endsAtOnce() throws Exception {
        rig.preparation = () -> {
            rig.inside.countDown();
            awaitQuietly(rig.release);
        };
        Member<String> member = rig.start();
        awaitQuietly(rig.inside);

        member.stop(Deadline.after(Duration.ZERO), true);

        member.ended().get(5, TimeUnit.SECONDS);
    }

    @Test
    void preparationFails_isToldAndTriedAgain() {
        AtomicBoolean failed = new AtomicBoolean();
        rig.preparation = () -> {
            if (!failed.getAndSet(true)) {
                throw new IllegalStateException("no broker");
            }
        };
        rig.start();
        rig.kafka.balance(P0);
        rig.awaitRebalances(1);

        assertThat(rig.told).singleElement().satisfies(told -> assertThat(told).hasMessage("no broker"));
    }
}
