package dev.barre.benchmarks;

import static dev.barre.benchmarks.Results.arm;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Ratios and targets. */
class CaseResultTest {
    private static final Target POLL = Results.consume().targets().get(0);
    private static final Target RECORD = Results.latency().targets().get(0);

    @Test
    void ratio_isTheMedianOfTheRatiosOfEachRound() {
        CaseResult result = Results.of(
                Results.consume(),
                arm("raw-jackson", "recordsPerSecond", 100, 200, 400),
                arm("barre-poll", "recordsPerSecond", 110, 190, 800));

        assertThat(result.ratio("barre-poll", "raw-jackson")).hasValue(1.1);
    }

    @Test
    void ratio_aRoundIsMissing_usesTheOthers() {
        CaseResult result = Results.of(
                Results.consume(),
                arm("raw-jackson", "recordsPerSecond", 100, 200, 400),
                arm("barre-poll", "recordsPerSecond", 110));

        assertThat(result.ratio("barre-poll", "raw-jackson")).hasValue(1.1);
    }

    @Test
    void ratio_anArmHasFailed_isEmptyAndTheTargetIsNotJudged() {
        CaseResult result = Results.of(
                Results.consume(), arm("raw-jackson", "recordsPerSecond", 100), Results.failed("barre-poll"));

        assertThat(result.ratio("barre-poll", "raw-jackson")).isEmpty();
        assertThat(result.isMet(POLL)).isEmpty();
    }

    @Test
    void target_moreIsBetter_isMetFromTheRatioUp() {
        assertThat(consumed(94).isMet(POLL)).contains(false);
        assertThat(consumed(95).isMet(POLL)).contains(true);
    }

    @Test
    void target_lessIsBetter_isMetUpToTheRatio() {
        assertThat(waited(125).isMet(RECORD)).contains(true);
        assertThat(waited(126).isMet(RECORD)).contains(false);
    }

    private static CaseResult consumed(double rate) {
        return Results.of(
                Results.consume(),
                arm("raw-jackson", "recordsPerSecond", 100),
                arm("barre-poll", "recordsPerSecond", rate));
    }

    private static CaseResult waited(double micros) {
        return Results.of(
                Results.latency(), arm("raw-jackson", "p99Micros", 100), arm("barre-record", "p99Micros", micros));
    }
}
