package dev.barre.kafka.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.Test;

class LaneThreadsTest {
    @Test
    void create_platform_threadsAreOnesOfAPoolWhateverTheJvmHas() throws Exception {
        ExecutorService lanes = LaneThreads.create("billing", true);
        try {
            Thread first = lanes.submit(Thread::currentThread).get();

            assertThat(first.getName()).isEqualTo("barre-lane-billing-1");
            assertThat(first.isDaemon()).isTrue();
            assertThat(first.getThreadGroup().getName()).isNotEqualTo("VirtualThreads");
        } finally {
            lanes.shutdownNow();
        }
    }

    @Test
    void create_threadsAreNamedAndVirtualWhereTheJvmHasThem() throws Exception {
        ExecutorService lanes = LaneThreads.create("billing", false);
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
