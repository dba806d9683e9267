package dev.barre.kafka.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.common.TopicPartition;

/** Progress against a model that forgets no slice and looks at every record each time it is asked. */
class ProgressPropertyTest {
    private static final TopicPartition PARTITION = new TopicPartition("t", 0);

    /** One slice: its records that were not cut off, and which of them are settled. */
    private static final class Modelled {
        private final SliceProgress real;
        private final List<Long> offsets;
        private final List<Long> unsettled;
        private long next;

        Modelled(SliceProgress real, List<Long> offsets, long next) {
            this.real = real;
            this.offsets = offsets;
            this.unsettled = new ArrayList<>(offsets);
            this.next = next;
        }
    }

    private final List<Modelled> slices = new ArrayList<>();
    private final List<Modelled> forgotten = new ArrayList<>();
    private Progress progress = new Progress();
    private long begin = Progress.NOTHING;
    private long next;

    @Property(tries = 500)
    void settled_anyOrderWithCutsAndRestarts_agreesWithTheModel(@ForAll long seed) {
        Random random = new Random(seed);
        reset();
        long last = Progress.NOTHING;
        for (int step = 0; step < 80; step++) {
            boolean restarted = step(random);
            long settled = progress.settled();

            assertThat(settled).isEqualTo(modelled());
            if (!restarted) {
                assertThat(settled).as("never goes back").isGreaterThanOrEqualTo(last);
            }
            assertThat(settled).as("never beyond the first unsettled").isLessThanOrEqualTo(firstUnsettled());
            assertThat(progress.records()).as("never less than what waits").isGreaterThanOrEqualTo(unsettled());
            last = settled;
        }
        settleAll();
        assertThat(progress.settled()).isEqualTo(modelled());
        assertThat(progress.records()).isZero();
    }

    private void reset() {
        slices.clear();
        forgotten.clear();
        progress = new Progress();
        begin = Progress.NOTHING;
        next = 0;
    }

    /** Returns whether the partition was restarted somewhere. */
    private boolean step(Random random) {
        int kind = random.nextInt(20);
        if (kind < 6) {
            add(random);
        } else if (kind < 17) {
            settleSome(random);
        } else if (kind < 18) {
            settleForgotten(random);
        } else if (kind < 19) {
            cut(random);
        } else {
            restart(random.nextInt(200));
            return true;
        }
        return false;
    }

    private void add(Random random) {
        boolean gaps = random.nextBoolean();
        List<Long> offsets = new ArrayList<>();
        for (int count = random.nextInt(7); count > 0; count--) {
            next += gaps ? random.nextInt(4) : 0;
            offsets.add(next++);
        }
        next += gaps ? random.nextInt(3) : 0;
        SliceProgress added = progress.add(Slices.of(
                PARTITION, next, offsets.stream().mapToLong(Long::longValue).toArray()));
        slices.add(new Modelled(added, offsets, next));
    }

    private void settleSome(Random random) {
        if (slices.isEmpty()) {
            return;
        }
        Modelled slice = slices.get(random.nextInt(slices.size()));
        int from = random.nextInt(slice.offsets.size() + 1);
        int to = from + random.nextInt(slice.offsets.size() - from + 1);
        slice.real.settle(from, to);
        slice.unsettled.removeAll(slice.offsets.subList(from, to));
    }

    /** A result that comes too late. */
    private void settleForgotten(Random random) {
        if (!forgotten.isEmpty()) {
            forgotten.get(random.nextInt(forgotten.size())).real.settle(0, 7);
        }
    }

    private void cut(Random random) {
        List<Long> waiting =
                slices.stream().flatMap(slice -> slice.unsettled.stream()).toList();
        if (waiting.isEmpty()) {
            return;
        }
        long offset = waiting.get(random.nextInt(waiting.size()));
        progress.cutAt(offset);
        forgotten.addAll(slices.stream()
                .filter(slice -> slice.offsets.stream().allMatch(each -> each >= offset) && slice.next > offset)
                .toList());
        slices.forEach(slice -> {
            slice.offsets.removeIf(each -> each >= offset);
            slice.unsettled.removeIf(each -> each >= offset);
            slice.next = Math.min(slice.next, offset);
        });
        next = offset;
    }

    private void restart(long offset) {
        progress.restartAt(offset);
        forgotten.addAll(slices);
        slices.clear();
        begin = offset;
        next = offset;
    }

    private void settleAll() {
        for (Modelled slice : slices) {
            slice.real.settle(0, slice.offsets.size());
            slice.unsettled.clear();
        }
    }

    private long modelled() {
        long settled = begin;
        for (Modelled slice : slices) {
            for (long offset : slice.offsets) {
                if (slice.unsettled.contains(offset)) {
                    return offset == slice.offsets.get(0) ? settled : offset;
                }
            }
            settled = slice.next;
        }
        return settled;
    }

    private long firstUnsettled() {
        return slices.stream()
                .flatMap(slice -> slice.unsettled.stream())
                .mapToLong(Long::longValue)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private long unsettled() {
        return slices.stream().mapToLong(slice -> slice.unsettled.size()).sum();
    }
}
