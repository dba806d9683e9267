package dev.barre.kafka.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barre.kafka.chaos.FaultWindows.Window;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LedgerTest {
    private static final Duration SLACK = Duration.ofSeconds(20);
    private static final Duration STALL = Duration.ofSeconds(30);

    private final AtomicLong clock = new AtomicLong(1_000);
    private final FaultWindows windows = new FaultWindows(SLACK, clock::get);
    private final Ledger ledger = ledger(true);

    private Ledger ledger(boolean keyOrder) {
        return new Ledger(2, keyOrder, windows, STALL, clock::get);
    }

    @Test
    void close_everythingHandledInOrderAndCommitted_findsNothing() {
        for (int sequence = 0; sequence < 3_000; sequence++) {
            acknowledge(sequence);
            handle(sequence);
        }
        ledger.committed(0, 3_000);
        ledger.checkProgress();
        ledger.close(true);

        assertThat(ledger.findings().toString()).isEmpty();
        assertThat(ledger.acknowledged()).isEqualTo(3_000);
        assertThat(ledger.handled()).isEqualTo(3_000);
        assertThat(ledger.waiting()).isZero();
    }

    @Test
    void close_handledBeforeTheAcknowledgementIsHeardOf_findsNothing() {
        handle(0);
        ledger.committed(0, 1);
        acknowledge(0);
        ledger.close(true);

        assertThat(ledger.findings().isEmpty()).isTrue();
        assertThat(ledger.waiting()).isZero();
    }

    @Test
    void close_acknowledgedAndNeverHandled_isLost() {
        acknowledge(0);
        acknowledge(1);
        handle(0);

        ledger.close(true);

        assertThat(ledger.findings().examples(Check.LOST))
                .singleElement()
                .asString()
                .contains("k#1");
    }

    @Test
    void close_deliveredAndFailedEveryTime_isLost() {
        acknowledge(0);
        ledger.delivered(handling(0));

        ledger.close(false);

        assertOnly(Check.LOST);
    }

    @Test
    void close_neverAcknowledgedAndNeverHandled_isNotLost() {
        acknowledge(0);
        acknowledge(2);
        handle(0);
        handle(2);
        ledger.committed(0, 3);

        ledger.close(true);

        assertThat(ledger.findings().isEmpty()).isTrue();
    }

    @Test
    void close_deadLettered_isNotLost() {
        acknowledge(0);
        ledger.delivered(handling(0));
        ledger.deadLettered("k", 0);
        ledger.committed(0, 1);

        ledger.close(true);

        assertThat(ledger.findings().isEmpty()).isTrue();
        assertThat(ledger.deadLettered()).isEqualTo(1);
        assertThat(ledger.waiting()).isZero();
    }

    @Test
    void committed_pastARecordThatIsNotHandled_isFound() {
        acknowledge(0);
        acknowledge(1);
        handle(0);

        ledger.committed(0, 2);

        assertOnly(Check.COMMITTED_PAST_UNSETTLED);
        assertThat(ledger.findings().examples(Check.COMMITTED_PAST_UNSETTLED))
                .singleElement()
                .asString()
                .contains("k#1 at 0@1", "2 is committed");
    }

    @Test
    void committed_pastARecordThatIsStillBeingHandled_isFound() {
        acknowledge(0);
        ledger.delivered(handling(0));

        ledger.committed(0, 1);

        assertOnly(Check.COMMITTED_PAST_UNSETTLED);
    }

    @Test
    void committed_pastARecordThatIsAcknowledgedLater_isFound() {
        ledger.committed(0, 1);

        acknowledge(0);

        assertOnly(Check.COMMITTED_PAST_UNSETTLED);
    }

    @Test
    void committed_twicePastTheSameRecord_isFoundOnce() {
        acknowledge(0);

        ledger.committed(0, 1);
        ledger.committed(0, 1);

        assertThat(ledger.findings().count(Check.COMMITTED_PAST_UNSETTLED)).isEqualTo(1);
    }

    @Test
    void committed_lowerThanBefore_isFound() {
        acknowledge(0);
        acknowledge(1);
        handle(0);
        handle(1);
        ledger.committed(0, 2);

        ledger.committed(1, 0);
        ledger.committed(0, 1);

        assertOnly(Check.COMMITTED_BACKWARDS);
        assertThat(ledger.findings().examples(Check.COMMITTED_BACKWARDS)).containsExactly("partition 0 from 2 to 1");
    }

    @Test
    void committed_lowerThanBefore_whereConnectionsBreak_isExplainedByAFaultOnly() {
        ledger.connectionsBreakIn(windows);
        acknowledge(0);
        handle(0);
        ledger.committed(0, 1);

        try (Window ignored = windows.open()) {
            ledger.committed(0, 0);
            assertThat(ledger.findings().isEmpty()).isTrue();
            ledger.committed(0, 1);
        }
        pass(Duration.ofDays(1));
        ledger.committed(0, 0);

        assertOnly(Check.COMMITTED_BACKWARDS);
    }

    @Test
    void committed_lowerThanBefore_afterTheMachineStoodStill_isExplained_butNotByAnOtherFault() {
        FaultWindows standstills = new FaultWindows(SLACK, clock::get);
        ledger.connectionsBreakIn(standstills);
        acknowledge(0);
        handle(0);
        ledger.committed(0, 1);

        standstills.open().close();
        ledger.committed(0, 0);
        ledger.committed(0, 1);
        assertThat(ledger.findings().isEmpty()).isTrue();

        pass(Duration.ofDays(1));
        try (Window ignored = windows.open()) {
            ledger.committed(0, 0);
        }
        assertOnly(Check.COMMITTED_BACKWARDS);
    }

    @Test
    void committed_pastARecordThatWaitsInARetryTopic_isInOrderAndTheRecordStillToBeHandled() {
        acknowledge(0);
        ledger.moved("k", 0);

        ledger.committed(0, 1);

        assertThat(ledger.findings().isEmpty()).isTrue();
        assertThat(ledger.waiting()).isEqualTo(1);
        ledger.close(true);
        assertOnly(Check.LOST);
    }

    @Test
    void hasBegun_oneCommitInEachPartition_isTrue() {
        ledger.committed(0, 0);
        assertThat(ledger.hasBegun()).isFalse();

        ledger.committed(1, 0);
        assertThat(ledger.hasBegun()).isTrue();
    }

    @Test
    void committed_upToTheRecordBeingHandled_isInOrder() {
        acknowledge(0);
        acknowledge(1);
        handle(0);
        ledger.delivered(handling(1));

        ledger.committed(0, 1);

        assertThat(ledger.findings().isEmpty()).isTrue();
    }

    @Test
    void delivered_beforeAnEarlierRecordOfItsKeyIsSettled_isFound() {
        acknowledge(0);
        acknowledge(1);
        ledger.delivered(handling(0));

        ledger.delivered(handling(1));

        assertOnly(Check.ORDER);
        assertThat(ledger.findings().examples(Check.ORDER).get(0)).contains("k#0", "k#1 at 0@1 by m");
    }

    @Test
    void delivered_beforeAnEarlierRecordIsHeardOfAsAcknowledged_isFound() {
        acknowledge(1);
        handle(1);

        acknowledge(0);

        assertOnly(Check.ORDER);
    }

    @Test
    void delivered_skippingAfterARedelivery_isFoundWhereTheSkippedWasNeverHandled() {
        IntStream.range(0, 4).forEach(this::acknowledge);
        try (Window ignored = windows.open()) {
            handle(0);
            handle(1);
            handle(0);
            handle(3);
        }

        assertThat(ledger.findings().count(Check.ORDER)).isEqualTo(1);
    }

    @Test
    void delivered_againFromAnEarlierRecordOn_isInOrder() {
        IntStream.range(0, 3).forEach(this::acknowledge);
        try (Window ignored = windows.open()) {
            IntStream.of(0, 1, 0, 1, 2).forEach(this::handle);
        }

        assertThat(ledger.findings().isEmpty()).isTrue();
    }

    @Test
    void delivered_behindADeadLetter_isInOrder() {
        acknowledge(0);
        acknowledge(1);
        ledger.deadLettered("k", 0);

        handle(1);

        assertThat(ledger.findings().isEmpty()).isTrue();
    }

    @Test
    void delivered_behindARecordThatIsGivenUp_isInOrderButNotSettled() {
        acknowledge(0);
        acknowledge(1);
        ledger.delivered(handling(0));
        ledger.givenUp(handling(0));
        handle(1);

        assertThat(ledger.findings().isEmpty()).isTrue();

        ledger.committed(0, 2);

        assertOnly(Check.COMMITTED_PAST_UNSETTLED);
    }

    @Test
    void delivered_otherKeyWaits_isInOrder() {
        acknowledge(0);
        ledger.acknowledged("other", 0, 1, 0);

        ledger.delivered(new Handling("other", 0, 1, 0, "m"));

        assertThat(ledger.findings().isEmpty()).isTrue();
    }

    @Test
    void delivered_outOfOrderInUnorderedLanes_isAllowed() {
        Ledger unordered = ledger(false);
        unordered.acknowledged("k", 0, 0, 0);
        unordered.acknowledged("k", 1, 0, 1);

        unordered.delivered(handling(1));

        assertThat(unordered.findings().isEmpty()).isTrue();
    }

    @Test
    void handled_againWithoutAFault_isFound() {
        acknowledge(0);
        handle(0);
        handle(0);

        assertOnly(Check.DUPLICATE_OUTSIDE_WINDOW);
        assertThat(ledger.duplicates()).isEqualTo(1);
        assertThat(ledger.handled()).isEqualTo(1);
    }

    @Test
    void handled_againWhileAFaultIsAtWorkOrShortlyAfter_isExplained() {
        acknowledge(0);
        handle(0);
        try (Window ignored = windows.open()) {
            handle(0);
        }
        pass(SLACK);
        handle(0);

        assertThat(ledger.findings().isEmpty()).isTrue();
        assertThat(ledger.duplicates()).isEqualTo(2);
    }

    @Test
    void handled_againLongAfterAFault_isFound() {
        acknowledge(0);
        handle(0);
        windows.open().close();
        pass(SLACK.plusMillis(1));

        handle(0);

        assertOnly(Check.DUPLICATE_OUTSIDE_WINDOW);
    }

    @Test
    void checkProgress_nothingHandledForTooLong_isFound() {
        acknowledge(0);
        pass(STALL.plusMillis(1));

        ledger.checkProgress();

        assertOnly(Check.STALL);
        assertThat(ledger.findings().examples(Check.STALL).get(0)).contains("1 records wait", "k#0");
    }

    @Test
    void checkProgress_nothingWaits_isNoStall() {
        acknowledge(0);
        handle(0);
        pass(STALL.multipliedBy(10));
        acknowledge(1);

        ledger.checkProgress();

        assertThat(ledger.findings().isEmpty()).isTrue();
    }

    @Test
    void checkProgress_aFaultIsAtWorkOrWasJustNow_isNoStall() {
        acknowledge(0);
        try (Window ignored = windows.open()) {
            pass(STALL.multipliedBy(2));
            ledger.checkProgress();
        }
        pass(STALL);
        ledger.checkProgress();

        assertThat(ledger.findings().isEmpty()).isTrue();

        pass(Duration.ofMillis(1));
        ledger.checkProgress();

        assertOnly(Check.STALL);
    }

    @Test
    void longestStandstill_faultAtWork_isMeasuredAllTheSame() {
        acknowledge(0);
        try (Window ignored = windows.open()) {
            pass(Duration.ofSeconds(12));
            handle(0);
        }

        assertThat(ledger.longestStandstill()).isEqualTo(Duration.ofSeconds(12));
    }

    @Test
    void close_handledButNotCommittedByAnOrderlyStop_isFound() {
        acknowledge(0);
        acknowledge(1);
        handle(0);
        handle(1);
        ledger.committed(0, 1);
        assertThat(ledger.isCommitted()).isFalse();

        ledger.close(true);

        assertOnly(Check.UNCOMMITTED_AT_END);
    }

    @Test
    void close_handledButNotCommittedByAKill_isAllowed() {
        acknowledge(0);
        handle(0);

        ledger.close(false);

        assertThat(ledger.findings().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Check.class)
    void findings_manyOfAKind_areCountedAndTheFirstKept(Check check) {
        Findings findings = new Findings();
        IntStream.range(0, 1_000).forEach(number -> findings.add(check, "example " + number));

        assertThat(findings.count(check)).isEqualTo(1_000);
        assertThat(findings.examples(check)).hasSize(10).startsWith("example 0");
        assertThat(findings.toString()).startsWith(check + ": 1000\n  example 0\n");
    }

    private void acknowledge(int sequence) {
        ledger.acknowledged("k", sequence, 0, sequence);
    }

    private void handle(int sequence) {
        ledger.delivered(handling(sequence));
        ledger.handled(handling(sequence));
    }

    private static Handling handling(int sequence) {
        return new Handling("k", sequence, 0, sequence, "m");
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    private void assertOnly(Check check) {
        for (Check each : Check.values()) {
            assertThat(ledger.findings().count(each)).as(each.name()).isEqualTo(each == check ? 1 : 0);
        }
    }
}
