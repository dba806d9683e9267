package dev.barre.kafka.internal.engine;

import static dev.barre.kafka.internal.engine.Slices.P0;
import static dev.barre.kafka.internal.engine.Slices.P1;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.common.TopicPartition;

/** Lanes by key under a handler that fails at random, with threads that come to their turn in any order. */
class KeyedLanesPropertyTest {
    private static final int POLLS = 6;

    /** Everything that a run needs, drawn from one seed. */
    private static final class Run {
        private final Random random;
        private final LaneProbe host = new LaneProbe();
        private final ManualExecutor executor = new ManualExecutor();
        private final Map<String, String> keys = new HashMap<>();
        private final List<CompletableFuture<String>> stages = new ArrayList<>();
        private final Map<TopicPartition, PartitionState> states = Map.of(P0, Slices.state(P0), P1, Slices.state(P1));
        private final Map<TopicPartition, Long> ends = new HashMap<>();
        private final KeyDispatch<String> dispatch;
        private final boolean withOutcomes;

        Run(long seed, int width, int joined, boolean withOutcomes) {
            this.random = new Random(seed);
            this.withOutcomes = withOutcomes;
            Width places = new Width(executor, width);
            this.dispatch = new KeyDispatch<>(() -> Lane.joining(host, places, joined), places, width);
            host.retries = (failure, attempts, sinceFirst) -> attempts < 3 ? Duration.ofMillis(attempts) : null;
            host.recovery = (slice, index, reason, cause, attempts) -> {
                if (!withOutcomes || random.nextBoolean()) {
                    return null;
                }
                CompletableFuture<String> stage = new CompletableFuture<>();
                stages.add(stage);
                return stage;
            };
        }

        void go() {
            for (int poll = 0; poll < POLLS; poll++) {
                submit();
                for (int steps = random.nextInt(20); steps > 0; steps--) {
                    step();
                }
            }
            while (step()) {
                assertThat(host.handled).as("comes to an end").hasSizeLessThan(100_000);
            }
        }

        private void submit() {
            List<Share> shares = new ArrayList<>();
            for (TopicPartition partition : List.of(P0, P1)) {
                String[] drawn = new String[random.nextInt(8)];
                long first = ends.getOrDefault(partition, 0L);
                for (int index = 0; index < drawn.length; index++) {
                    int key = random.nextInt(6);
                    drawn[index] = key == 0 ? null : "k" + key;
                    keys.put(
                            partition.partition() + ":" + (first + index),
                            key == 0 ? partition.toString() : drawn[index]);
                }
                ends.put(partition, first + drawn.length);
                if (drawn.length > 0) {
                    shares.add(Share.of(states.get(partition), Slices.keyedFrom(partition, first, drawn)));
                }
            }
            int records = shares.stream().mapToInt(Share::records).sum();
            for (int each = 0; each < 4 * records; each++) {
                host.then(this::handle);
            }
            dispatch.submit(shares, delivery -> {});
        }

        private CompletableFuture<?> handle(List<String> items) throws Exception {
            Delivery.Given<String> given = host.given();
            if (withOutcomes) {
                for (String item : items) {
                    say(given, item);
                }
            }
            return switch (random.nextInt(6)) {
                case 0 -> throw new IllegalStateException("all");
                case 1 ->
                    throw new PartlyHandledException(random.nextInt(items.size()), new IllegalStateException("one"));
                case 2 -> {
                    CompletableFuture<String> stage = new CompletableFuture<>();
                    stages.add(stage);
                    yield stage;
                }
                default -> null;
            };
        }

        private void say(Delivery.Given<String> given, String item) {
            TopicPartition partition = item.startsWith("0") ? P0 : P1;
            long offset = Long.parseLong(item.substring(2));
            switch (random.nextInt(8)) {
                case 0 -> given.accept(partition, offset);
                case 1 -> given.release(partition, offset, Duration.ofMillis(random.nextInt(3)));
                case 2 -> given.reject(partition, offset, new IllegalStateException("rejected"));
                default -> {}
            }
        }

        /** Lets one thread, one retry or one stage come to its turn; returns whether there was any. */
        private boolean step() {
            int threads = executor.waiting();
            int choices = threads + host.waits.size() + stages.size();
            if (choices == 0) {
                return false;
            }
            int choice = random.nextInt(choices);
            if (choice < threads) {
                executor.runOne(choice);
            } else if (choice < threads + host.waits.size()) {
                LaneProbe.Waiting waiting = host.waits.remove(choice - threads);
                waiting.lane().retry(waiting.delivery());
            } else {
                stages.remove(choice - threads - host.waits.size()).complete("done");
            }
            return true;
        }

        void assertNothingIsLost() {
            assertThat(host.settledPlaces)
                    .as("each is settled exactly once")
                    .containsExactlyInAnyOrderElementsOf(keys.keySet());
            states.forEach((partition, state) -> {
                if (ends.get(partition) > 0) {
                    assertThat(state.settled()).isEqualTo(ends.get(partition));
                }
                assertThat(state.isInHand()).isFalse();
                assertThat(state.uncommittedRecords()).isZero();
            });
            dispatch.forEach(lane -> {
                throw new AssertionError("is not done");
            });
        }
    }

    @Property(tries = 200)
    void failuresOnly_orderOfEveryKeyIsKeptAndNothingIsLost(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 4) int width,
            @ForAll @IntRange(min = 1, max = 8) int joined) {
        Run run = new Run(seed, width, joined, false);
        run.go();

        run.assertNothingIsLost();
        Map<String, Long> last = new HashMap<>();
        for (String place : run.host.settledPlaces) {
            long offset = Long.parseLong(place.substring(2));
            Long before = last.put(run.keys.get(place) + "/" + place.charAt(0), offset);
            assertThat(before == null || before < offset)
                    .as("%s after %s", place, before)
                    .isTrue();
        }
    }

    @Property(tries = 200)
    void outcomesOfEveryKind_eachRecordIsSettledExactlyOnce(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 4) int width,
            @ForAll @IntRange(min = 1, max = 8) int joined) {
        Run run = new Run(seed, width, joined, true);
        run.go();

        run.assertNothingIsLost();
    }
}
