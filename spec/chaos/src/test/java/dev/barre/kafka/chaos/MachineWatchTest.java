package dev.barre.kafka.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MachineWatchTest {
    private long now = Long.MAX_VALUE - Duration.ofSeconds(3).toNanos();
    private final FaultWindows windows = new FaultWindows(Duration.ofSeconds(30), () -> now);
    private final FaultWindows standstills = new FaultWindows(Duration.ofSeconds(30), () -> now);
    private final MachineWatch watch = new MachineWatch(List.of(windows, standstills), () -> now);

    @Test
    void look_inTime_explainsNothing() {
        for (int look = 0; look < 50; look++) {
            after(Duration.ofMillis(150));
        }

        assertThat(windows.explainDuplicates()).isFalse();
    }

    @Test
    void look_afterAStandstill_explainsDuplicatesForAWhile() {
        after(Duration.ofSeconds(5));
        assertThat(windows.explainDuplicates()).isTrue();
        assertThat(standstills.explainDuplicates()).isTrue();
        assertThat(windows.isOpen()).isFalse();

        now += Duration.ofSeconds(31).toNanos();
        assertThat(windows.explainDuplicates()).isFalse();
        assertThat(standstills.explainDuplicates()).isFalse();
    }

    private void after(Duration span) {
        now += span.toNanos();
        watch.look();
    }
}
