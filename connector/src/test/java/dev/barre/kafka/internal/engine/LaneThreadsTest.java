package dev.barre.kafka.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.Test;

class LaneThreadsTest {
    @Test
    void create_threadsAreNamedAndVirtualWhereTheJvmHasThem() throws Exception {
        ExecutorService lanes = LaneThreads.create("billing");
        try {
            Thread thread = lanes.submit(Thread::currentThread).get();

            assertThat(thread.getName()).startsWith("barre-lane-billing-");
            assertThat(thread.isDaemon()).isTrue();
            assertThat(LaneThreads.areVirtual()).isEqualTo(Runtime.version().feature() >= 21);
        } finally {
            lanes.shutdownNow();
        }
    }
}
