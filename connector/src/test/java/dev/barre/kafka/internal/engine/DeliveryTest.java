package dev.barre.kafka.internal.engine;

import static dev.barre.kafka.internal.engine.Slices.P0;
import static dev.barre.kafka.internal.engine.Slices.P1;
import static dev.barre.kafka.internal.engine.Slices.range;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeliveryTest {
    private static final RejectionPolicy BLOCK = (partition, offset, rejection) -> false;
    private static final RejectionPolicy SKIP = (partition, offset, rejection) -> true;

    private final PartitionState zero = Slices.state(P0);
    private final PartitionState one = Slices.state(P1);
    private final Delivery<String> delivery =
            new Delivery<>(List.of(Share.of(zero, range(P0, 0, 3)), Share.of(one, range(P1, 5, 7))));

    @Test
    void beforeItIsBound_settlesAndBlocksNothing() {
        assertThat(delivery.isRead()).isFalse();
        assertThat(delivery.items()).isZero();
        assertThat(delivery.offered()).isEmpty();
        assertThat(delivery.progress()).isEmpty();
        assertThat(delivery.given(false).settledAfter(1)).isEmpty();
        assertThat(delivery.given(false).accept(P0, 0)).isFalse();
        assertThat(delivery.blocked()).isEmpty();
        assertThat(delivery.conclude(1).hasResult()).isFalse();

        assertThat(prepare().items()).hasSize(5);
    }

    @Test
    void prepare_again_doesNotBindAgain() {
        prepare();

        RecordReader<String> unused = slice -> {
            throw new AssertionError("bound already");
        };
        assertThat(delivery.prepare(unused, BLOCK, false).items()).containsExactly("0:0", "0:1", "0:2", "1:5", "1:6");
    }

    @Test
    void prepare_partitionSoughtAwayBeforeAndAfterBinding_isDropped() {
        zero.sought(9);
        assertThat(prepare().items()).containsExactly("1:5", "1:6");
        assertThat(delivery.isWanted()).isTrue();

        one.gone();
        assertThat(delivery.isWanted()).isFalse();
        assertThat(prepare().items()).isEmpty();
        assertThat(delivery.handedOver()).as("what it was made of").hasSize(2);
    }

    @Test
    void begunEnd_soughtAwaySince_isNothing() {
        prepare();
        assertThat(delivery.begunEnd(zero, false)).isEqualTo(3);
        zero.sought(9);

        assertThat(delivery.begunEnd(zero, false)).isEqualTo(Progress.NOTHING);
        assertThat(delivery.begunEnd(one, false)).isEqualTo(7);
    }

    @Test
    void conclude_firstSome_takesThemOffAndSaysWhichRecordsTheyAre() {
        prepare();

        Delivery.Conclusion conclusion = delivery.conclude(4);

        assertThat(conclusion.count()).isEqualTo(4);
        assertThat(conclusion.hasResult()).isTrue();
        conclusion.settled().forEach(Delivery.Settled::apply);
        assertThat(zero.settled()).isEqualTo(3);
        assertThat(one.settled()).isEqualTo(6);
        assertThat(delivery.offered()).containsExactly("1:6");
    }

    @Test
    void conclude_nothingDone_leavesAllAndHasNoResult() {
        prepare();

        Delivery.Conclusion conclusion = delivery.conclude(0);

        assertThat(conclusion.hasResult()).isFalse();
        assertThat(conclusion.settled()).isEmpty();
        assertThat(prepare().items()).hasSize(5);
    }

    @Test
    void conclude_acceptedReleasedAndRejected_eachEndsAsWasSaid() {
        prepare();
        var given = delivery.given(false);
        IllegalStateException cause = new IllegalStateException("no");
        given.accept(P1, 6);
        given.release(P0, 0, Duration.ofSeconds(2));
        given.release(P1, 5, Duration.ofSeconds(1));
        given.reject(P0, 1, cause);

        Delivery.Conclusion conclusion = delivery.conclude(3);

        assertThat(places(conclusion.settled())).containsExactly("0:2-3", "1:1-2");
        assertThat(conclusion.count()).isEqualTo(2);
        assertThat(conclusion.rejected()).singleElement().satisfies(rejected -> {
            assertThat(rejected.share().state()).isSameAs(zero);
            assertThat(rejected.index()).isEqualTo(1);
            assertThat(rejected.cause()).isSameAs(cause);
        });
        assertThat(conclusion.releasedFor()).isEqualTo(Duration.ofSeconds(2));
        assertThat(delivery.offered()).containsExactly("0:0", "1:5");
    }

    @Test
    void conclude_onlyReleased_isForgottenInTheNextAttempt() {
        prepare();
        var first = delivery.given(false);
        first.release(P0, 0, Duration.ofSeconds(1));
        assertThat(delivery.conclude(0).releasedFor()).isEqualTo(Duration.ofSeconds(1));

        prepare();
        assertThat(first.accept(P0, 0)).as("said too late").isFalse();
        Delivery.Conclusion second = delivery.conclude(5);

        assertThat(second.count()).isEqualTo(5);
        assertThat(second.releasedFor()).isZero();
        assertThat(delivery.items()).isZero();
    }

    @Test
    void given_recordOfNoneOrOfAnother_isNotAmongThem() {
        prepare();
        var given = delivery.given(false);

        assertThat(given.accept(P0, 3)).isFalse();
        assertThat(given.release(P1, 4, Duration.ZERO)).isFalse();
        assertThat(given.reject(Slices.P2, 0, new IllegalStateException())).isFalse();
        assertThat(delivery.conclude(0).hasResult()).isFalse();
    }

    @Test
    void given_afterTheConclusion_takesNoOutcome() {
        prepare();
        var given = delivery.given(false);
        given.accept(P0, 1);
        delivery.conclude(0);

        assertThat(given.accept(P0, 0)).isFalse();
        assertThat(delivery.given(false).accept(P0, 0)).isTrue();
    }

    @Test
    void given_settlesOnlyAsLongAsTheContentIsTheSame() {
        prepare();
        var first = delivery.given(false);
        assertThat(places(first.settledAfter(1))).containsExactly("0:0-1");

        delivery.conclude(2);
        assertThat(first.settledAfter(1)).isEmpty();
        var second = delivery.given(false);
        assertThat(places(second.settledAfter(1))).containsExactly("0:2-3");

        delivery.finish();
        assertThat(second.settledAfter(1)).isEmpty();
        assertThat(delivery.isWanted()).isFalse();
    }

    @Test
    void goOn_notesHowFarAndAsksForTheNext() {
        prepare();
        var given = delivery.given(false);

        assertThat(given.goOn(2)).isTrue();
        assertThat(places(delivery.progress())).containsExactly("0:0-2");

        one.gone();
        assertThat(given.goOn(2)).as("what is left is not all wanted").isFalse();
        assertThat(places(delivery.progress())).containsExactly("0:0-2");
    }

    @Test
    void goOn_intakeIsHeld_nothingIsBegunUntilItIsDecided() {
        zero.holdIntake();
        prepare();
        var given = delivery.given(false);
        assertThat(given.goOn(1)).as("undecided when it was read").isFalse();

        zero.stopIntakeAt(3);

        assertThat(given.goOn(1)).isTrue();
        one.stopIntakeAt(7);
        assertThat(given.goOn(2)).as("decided, and all of it wanted").isTrue();
    }

    @Test
    void goOn_somethingReleased_stopsThere() {
        prepare();
        var given = delivery.given(false);
        given.release(P0, 1, Duration.ZERO);

        assertThat(given.goOn(2)).isFalse();
        assertThat(places(delivery.progress())).containsExactly("0:0-1");
    }

    @Test
    void progress_acceptedInBetween_isThereAtOnce() {
        prepare();
        delivery.given(false).accept(P1, 5);

        assertThat(places(delivery.progress())).containsExactly("1:0-1");
    }

    @Test
    void isolate_offersOneAtATimeAndCountsAttemptsFromThere() {
        prepare();
        delivery.attempted();
        delivery.attempted();
        delivery.isolate();

        assertThat(delivery.offered()).containsExactly("0:0");
        delivery.attempted();
        assertThat(delivery.conclude(1).count()).isEqualTo(1);
        assertThat(delivery.attempts()).isEqualTo(2);
        assertThat(delivery.offered()).containsExactly("0:1");
        assertThat(delivery.items()).isEqualTo(4);
    }

    @Test
    void takeFirst_isTheRecordOfTheFirstItemThatIsLeft() {
        delivery.prepare(Slices.reader("0:0"), SKIP, false);
        delivery.conclude(1);

        Delivery.Settled taken = delivery.takeFirst();

        assertThat(places(List.of(taken))).containsExactly("0:2-3");
        assertThat(delivery.offered()).containsExactly("1:5", "1:6");
        assertThat(places(List.of(delivery.takeFirst()))).containsExactly("1:0-1");
    }

    @Test
    void takeSkipped_isOnceHoweverOftenTheRestIsTriedAgain() {
        List<String> skipped = new ArrayList<>();
        Delivery.SkippedConsumer note =
                (share, each) -> skipped.add(share.state().partition() + "@" + each.index());
        delivery.prepare(Slices.reader("0:1", "1:6"), SKIP, false);
        delivery.takeSkipped(note);
        delivery.takeSkipped(note);
        delivery.conclude(0);
        prepare();
        delivery.takeSkipped(note);

        assertThat(skipped).containsExactly("orders-0@1", "orders-1@1");
    }

    @Test
    void blocked_namesThePartitionAndTheEpochItWasHandedOverIn() {
        delivery.prepare(Slices.reader("1:6"), BLOCK, false);
        one.sought(0);

        assertThat(delivery.blocked()).singleElement().satisfies(blocked -> {
            assertThat(blocked.share().state()).isSameAs(one);
            assertThat(blocked.share().epoch()).isZero();
            assertThat(blocked.index()).isEqualTo(1);
            assertThat(blocked.blockage().offset()).isEqualTo(6);
        });
    }

    @Test
    void keepUnread_readsFromTheRecordThatBlocksAndSettlesInItsPlace() {
        delivery.prepare(Slices.reader("0:1"), BLOCK, false);
        delivery.conclude(3).settled().forEach(Delivery.Settled::apply);

        delivery.keepUnread();

        assertThat(delivery.isRead()).isFalse();
        assertThat(prepare().items()).containsExactly("0:1", "0:2");
        delivery.conclude(2).settled().forEach(Delivery.Settled::apply);
        assertThat(zero.settled()).isEqualTo(3);
        assertThat(one.settled()).isEqualTo(7);
    }

    @Test
    void failed_inARow_isCountedWithTheTimeOfTheFirst() {
        delivery.failed(false, 10);
        delivery.failed(false, 30);
        assertThat(delivery.failures()).isEqualTo(2);
        assertThat(delivery.sinceFirstFailure(40)).isEqualTo(Duration.ofNanos(30));

        delivery.failed(true, 50);
        assertThat(delivery.failures()).isEqualTo(1);
        assertThat(delivery.sinceFirstFailure(60)).isEqualTo(Duration.ofNanos(10));
    }

    @Test
    void letGo_isTheLastOnlyOnceEveryHolderHasLetGo() {
        delivery.hold();
        delivery.hold();

        assertThat(delivery.letGo()).isFalse();
        assertThat(delivery.letGo()).isFalse();
        assertThat(delivery.letGo()).isTrue();
    }

    @Test
    void show_isInHandUntilItIsHidden() {
        delivery.show();
        assertThat(zero.isInHand()).isTrue();
        delivery.show();
        delivery.hide();
        delivery.hide();

        assertThat(zero.isInHand()).isFalse();
        assertThat(one.isInHand()).isFalse();
    }

    @Test
    void toString_namesThePlacesAndNoPayload() {
        assertThat(delivery).hasToString("[orders-0@0, orders-1@5]");
    }

    private Batch<String> prepare() {
        delivery.dropUnwanted();
        return delivery.prepare(Slices.reader(), BLOCK, false);
    }

    private static List<String> places(List<Delivery.Settled> settled) {
        return settled.stream()
                .map(each -> each.share().state().partition().partition() + ":" + each.from() + "-" + each.to())
                .toList();
    }
}
