package dev.barre.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The command line, and the tables it chooses from. */
class OptionsTest {
    @Test
    void nothing_runsEverythingInFiveRounds() {
        Options options = Options.parse();

        assertThat(options.rounds()).isEqualTo(5);
        assertThat(options.chosen()).isEqualTo(Cases.all());
        assertThat(options.withParts()).isTrue();
    }

    @Test
    void casesAndArms_runOnlyThose() {
        Options options = Options.parse("--cases", "consume-1k,work-1ms", "--arms", "raw-jackson", "--records", "500");

        assertThat(options.chosen()).extracting(Case::name).containsExactly("consume-1k", "work-1ms");
        assertThat(options.chosen()).allSatisfy(each -> {
            assertThat(each.arms()).containsExactly("raw-jackson");
            assertThat(each.records()).isEqualTo(500);
        });
        assertThat(options.withParts()).isFalse();
    }

    @Test
    void quick_isOneRoundOfLittle() {
        Options options = Options.parse("--quick", "--cases", "consume-285");

        assertThat(options.rounds()).isEqualTo(1);
        assertThat(options.chosen().get(0).records()).isEqualTo(20_000);
        assertThat(options.chosen().get(0).warmUpSeconds()).isEqualTo(1);
    }

    @Test
    void unknownOrIncomplete_isRefused() {
        for (List<String> wrong : List.of(
                List.of("--casses", "x"),
                List.of("--cases", "x"),
                List.of("--arms", "x"),
                List.of("--rounds"),
                List.of("--rounds", "0"),
                List.of("--records", "many"))) {
            assertThatThrownBy(() -> Options.parse(wrong.toArray(String[]::new)))
                    .isInstanceOf(UsageException.class);
        }
    }

    @Test
    void everyArmAndTargetOfACase_isInTheTables() {
        for (Case each : Cases.all()) {
            assertThat(each.arms())
                    .contains(each.base())
                    .doesNotHaveDuplicates()
                    .allSatisfy(name -> assertThat(Arms.named(name)).isPresent());
            each.targets().forEach(target -> assertThat(each.arms()).contains(target.arm(), target.base()));
        }
        assertThat(Cases.all()).extracting(Case::name).doesNotHaveDuplicates();
    }
}
