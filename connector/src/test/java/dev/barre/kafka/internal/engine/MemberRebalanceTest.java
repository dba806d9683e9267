package dev.barre.kafka.internal.engine;

import static dev.barre.kafka.internal.engine.MemberRig.PATIENCE;
import static dev.barre.kafka.internal.engine.MemberRig.awaitQuietly;
import static dev.barre.kafka.internal.engine.Slices.P0;
import static dev.barre.kafka.internal.engine.Slices.P1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.barre.kafka.interop.Deadline;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a member commits, handles and forgets while its partitions come and go. */
class MemberRebalanceTest {
    private final MemberRig rig = new MemberRig();

    @AfterEach
    void close() throws Exception {
        rig.release.countDown();
        rig.close();
    }

    @Test
    void revoked_asyncCommitFailedBefore_commitsNeverGoBack() {
        rig.kafka.keepsAnswers = true;
        rig.kafka.asyncFailure = () -> new RetriableCommitFailedException("the coordinator is loading");
        rig.start();
        rig.kafka.balance(P0);
        rig.kafka.send(P0, 0, 3);
        await().atMost(PATIENCE).until(() -> !rig.kafka.commits.isEmpty());
        rig.kafka.asyncFailure = () -> null;
        rig.kafka.send(P0, 3, 6);
        rig.awaitHandled("0:0", "0:1", "0:2", "0:3", "0:4", "0:5");

        rig.kafka.balance();
        rig.awaitRebalances(2);
        rig.awaitCommitted(P0, 6);
        rig.kafka.balance(P0);
        rig.awaitRebalances(3);
        rig.kafka.keepsAnswers = false;
        rig.awaitPolls(50);

        assertThat(rig.kafka.commits).first().matches(GroupMock.Commit::failed);
        assertThat(rig.kafka.committed(P0))
                .as("the failed one is not sent again")
                .containsExactly(6L);
        rig.kafka.send(P0, 6, 7);
        rig.awaitCommitted(P0, 7);
    }

    @Test
    void revoked_lastCommitFails_userHearsOfItAndNothingGoesOn() {
        rig.kafka.asyncFailure = () -> new CommitFailedException("too late");
        rig.kafka.syncFailure = () -> new CommitFailedException("too late");
        rig.standStillAt("0:0");
        rig.start();
        rig.kafka.balance(P0, P1);
        rig.kafka.send(P0, 0, 5);
        awaitQuietly(rig.inside);
        rig.kafka.balance(P1);
        await().atMost(PATIENCE).until(rig.kafka::isHeldUp);
        rig.release.countDown();
        rig.awaitRebalances(2);
        rig.kafka.send(P1, 0, 2);

        rig.awaitHandled("0:0", "1:0", "1:1");
        rig.awaitPolls(20);
        assertThat(rig.rebalances).containsExactly("assigned [orders-0, orders-1]", "revoked [orders-0]");
        assertThat(rig.handled).as("nothing more of the partition that left").containsExactly("0:0", "1:0", "1:1");
        assertThat(rig.kafka.commits)
                .as("the last commit was tried")
                .anyMatch(commit -> commit.partition().equals(P0) && commit.synchronous());
    }

    @Test
    void revoked_userCommitsThereAndItFails_hearsOfItAndThePartitionIsForgotten() {
        rig.kafka.asyncFailure = () -> new CommitFailedException("too late");
        rig.kafka.syncFailure = () -> new CommitFailedException("too late");
        rig.rebalanceWork = (event, scope) -> {
            if (event.equals("revoked")) {
                scope.commit(0, Duration.ofSeconds(5));
            }
        };
        rig.start();
        rig.kafka.balance(P0, P1);
        rig.kafka.send(P0, 0, 1);
        rig.awaitHandled("0:0");
        rig.kafka.balance(P1);
        rig.awaitRebalances(2);
        rig.kafka.send(P1, 0, 1);

        rig.awaitHandled("0:0", "1:0");
        await().atMost(PATIENCE).until(() -> rig.told.size() == 1);
        assertThat(rig.told.get(0)).hasRootCauseInstanceOf(CommitFailedException.class);
        long tried = rig.kafka.tried(P0);
        rig.awaitPolls(30);
        assertThat(rig.kafka.tried(P0)).as("not for a partition that left").isEqualTo(tried);
    }

    @Test
    void revoked_handlerStillInside_commitsOnlyWhatIsSettled() {
        rig.drainTimeout = Duration.ofMillis(200);
        rig.standStillAt("0:4");
        rig.start();
        rig.kafka.balance(P0);
        rig.kafka.send(P0, 0, 10);
        awaitQuietly(rig.inside);
        rig.kafka.balance();
        rig.awaitRebalances(2);
        rig.awaitPolls(5);

        assertThat(rig.kafka.committed(P0)).as("ten were fetched").last().isEqualTo(4L);
        rig.release.countDown();
        rig.awaitHandled("0:0", "0:1", "0:2", "0:3", "0:4");
        rig.awaitPolls(30);
        assertThat(rig.kafka.committed(P0)).as("a late result").last().isEqualTo(4L);
    }

    @Test
    void assignedAgain_resultOfBefore_isDroppedAndStateIsFresh() {
        rig.drainTimeout = Duration.ofMillis(100);
        AtomicInteger calls = new AtomicInteger();
        AtomicBoolean fails = new AtomicBoolean(true);
        rig.work = (item, scope) -> {
            if (calls.incrementAndGet() == 1) {
                rig.inside.countDown();
                awaitQuietly(rig.release);
            } else if (fails.get()) {
                throw new IllegalStateException("boom");
            }
        };
        rig.lanes = new LanePlan(LanePlan.Order.PARTITION, 1);
        rig.start();
        rig.kafka.balance(P0);
        rig.kafka.send(P0, 0, 1);
        awaitQuietly(rig.inside);
        rig.kafka.balance();
        rig.kafka.balance(P0);
        rig.awaitRebalances(3);
        rig.kafka.send(P0, 0, 1);
        rig.awaitPolls(5);

        rig.release.countDown();
        await().atMost(PATIENCE).until(() -> calls.get() > 5);
        assertThat(rig.kafka.committed(P0)).as("only the late result went well").isEmpty();
        fails.set(false);
        rig.awaitHandled("0:0", "0:0");
        rig.awaitCommitted(P0, 1);
    }

    @Test
    void asyncCommit_rebalanceInProgress_isRepeatedAfterIt() {
        rig.kafka.asyncFailure = () -> new RebalanceInProgressException("rebalancing");
        rig.start();
        rig.kafka.balance(P0);
        rig.kafka.send(P0, 0, 3);
        await().atMost(PATIENCE).until(() -> rig.kafka.commits.size() >= 3);
        assertThat(rig.kafka.committed(P0)).isEmpty();

        rig.kafka.balance(P0, P1);
        rig.awaitRebalances(2);
        rig.kafka.asyncFailure = () -> null;

        rig.awaitCommitted(P0, 3);
        assertThat(rig.told).isEmpty();
    }

    @Test
    void stop_rebalanceInProgress_lastCommitIsRepeatedAfterIt() throws Exception {
        rig.kafka.asyncFailure = () -> new RebalanceInProgressException("rebalancing");
        rig.kafka.syncFailure = () -> new RebalanceInProgressException("rebalancing");
        Member<String> member = rig.start();
        rig.kafka.balance(P0, P1);
        rig.kafka.send(P0, 0, 3);
        rig.kafka.send(P1, 0, 2);
        rig.awaitHandled("0:0", "0:1", "0:2", "1:0", "1:1");

        member.stop(Deadline.after(PATIENCE), false);
        await().atMost(PATIENCE)
                .until(() -> rig.kafka.commits.stream().anyMatch(commit -> commit.synchronous() && commit.failed()));
        rig.kafka.schedulePollTask(() -> rig.kafka.syncFailure = () -> null);
        rig.kafka.balance(P0);
        member.ended().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

        assertThat(rig.kafka.committed(P0)).containsExactly(3L);
        assertThat(rig.kafka.committed(P1)).containsExactly(2L);
    }

    @Test
    void stop_rebalanceThatDoesNotEnd_endsByTheDeadline() throws Exception {
        rig.kafka.asyncFailure = () -> new RebalanceInProgressException("rebalancing");
        rig.kafka.syncFailure = () -> new RebalanceInProgressException("rebalancing");
        Member<String> member = rig.start();
        rig.kafka.balance(P0);
        rig.kafka.send(P0, 0, 3);
        rig.awaitHandled("0:0", "0:1", "0:2");

        member.stop(Deadline.after(Duration.ofMillis(300)), false);
        member.ended().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

        assertThat(rig.kafka.committed(P0)).isEmpty();
        assertThat(rig.kafka.tried(P0)).isGreaterThan(1);
    }

    @Test
    void callerCommit_rebalanceInProgress_isRepeatedAfterIt() {
        rig.kafka.asyncFailure = () -> new RebalanceInProgressException("rebalancing");
        rig.kafka.syncFailure =
                () -> rig.rebalances.size() < 2 ? new RebalanceInProgressException("rebalancing") : null;
        rig.work = (item, scope) -> {
            scope.commit(1, Duration.ofSeconds(10));
        };
        rig.start();
        rig.kafka.balance(P0);
        rig.kafka.send(P0, 0, 1);
        await().atMost(PATIENCE).until(() -> rig.kafka.commits.stream().anyMatch(GroupMock.Commit::synchronous));
        rig.awaitPolls(10);
        assertThat(rig.handled).isEmpty();
        rig.kafka.balance(P0, P1);

        rig.awaitHandled("0:0");
        assertThat(rig.kafka.committed(P0)).containsExactly(1L);
        assertThat(rig.told).isEmpty();
    }

    @Test
    void callerCommit_itsPartitionIsRevokedByThatRebalance_doesNotHoldItUp() {
        rig.kafka.asyncFailure = () -> new RebalanceInProgressException("rebalancing");
        rig.kafka.syncFailure = () -> rig.kafka.isBalancing() ? null : new RebalanceInProgressException("rebalancing");
        rig.work = (item, scope) -> scope.commit(1, Duration.ofSeconds(30));
        rig.start();
        rig.kafka.balance(P0);
        rig.kafka.send(P0, 0, 1);
        await().atMost(PATIENCE).until(() -> rig.kafka.commits.stream().anyMatch(GroupMock.Commit::synchronous));
        long start = System.nanoTime();
        rig.kafka.balance(P1);
        rig.awaitRebalances(3);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(rig.kafka.committed(P0)).containsExactly(1L);
    }

    @Test
    void revoked_userCommitsThereInTheMiddleOfARebalance_isToldAtOnce() {
        rig.kafka.asyncFailure = () -> new RebalanceInProgressException("rebalancing");
        rig.kafka.syncFailure = () -> new RebalanceInProgressException("rebalancing");
        rig.rebalanceWork = (event, scope) -> {
            if (event.equals("revoked")) {
                scope.commit(0, Duration.ofSeconds(30));
            }
        };
        rig.start();
        rig.kafka.balance(P0, P1);
        rig.kafka.send(P0, 0, 1);
        rig.awaitHandled("0:0");
        long start = System.nanoTime();
        rig.kafka.balance(P1);

        await().atMost(PATIENCE).until(() -> rig.told.size() == 1);
        assertThat(rig.told.get(0)).hasRootCauseInstanceOf(RebalanceInProgressException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        rig.kafka.send(P1, 0, 1);
        rig.awaitHandled("0:0", "1:0");
    }

    @Test
    void revoked_recordsFetchedAhead_areNotHandledByTheOldOwner() {
        rig.work = (item, scope) -> {
            rig.inside.countDown();
            awaitQuietly(rig.release);
        };
        rig.start();
        rig.kafka.balance(P0);
        rig.kafka.send(P0, 0, 2);
        rig.kafka.send(P0, 2, 4);
        rig.kafka.send(P0, 4, 6);
        awaitQuietly(rig.inside);
        rig.awaitPolls(10);
        rig.kafka.balance();
        await().atMost(PATIENCE).until(rig.kafka::isHeldUp);
        rig.release.countDown();
        rig.awaitRebalances(2);
        rig.awaitPolls(20);

        assertThat(rig.handled).as("the one inside").containsExactly("0:0");
        assertThat(rig.kafka.committed(P0)).containsExactly(1L);
    }
}
