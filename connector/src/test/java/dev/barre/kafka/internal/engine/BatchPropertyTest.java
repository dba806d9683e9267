package dev.barre.kafka.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barre.kafka.interop.RecordSlice;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.apache.kafka.common.TopicPartition;

/** A batch against a model that walks over every record each time it is asked. */
class BatchPropertyTest {
    /** What reading a record comes to. */
    enum Fate {
        GOOD,
        SKIPPED,
        BLOCKS
    }

    /** A record, as far before the next one as {@code gap} says. */
    record Modelled(int gap, Fate fate) {}

    record ModelledSlice(long first, List<Modelled> records, int behind) {
        long offset(int index) {
            long offset = first;
            for (int before = 0; before < index; before++) {
                offset += records.get(before).gap();
            }
            return offset;
        }

        RecordSlice slice(int partition) {
            long[] offsets = new long[records.size()];
            for (int index = 0; index < offsets.length; index++) {
                offsets[index] = offset(index);
            }
            return Slices.of(new TopicPartition("t", partition), offset(offsets.length) + behind, offsets);
        }

        /** How many records are read before one blocks. */
        int readable() {
            int index = 0;
            while (index < records.size() && records.get(index).fate() != Fate.BLOCKS) {
                index++;
            }
            return index;
        }

        int items() {
            return (int) records.subList(0, readable()).stream()
                    .filter(record -> record.fate() == Fate.GOOD)
                    .count();
        }

        /** The first good record that is not among the first {@code handled} good ones, else the end. */
        long settledAfter(int handled) {
            int good = 0;
            for (int index = 0; index < readable(); index++) {
                if (records.get(index).fate() == Fate.GOOD && good++ == handled) {
                    return offset(index);
                }
            }
            return readable() < records.size() ? offset(readable()) : offset(records.size()) + behind;
        }
    }

    @Property(tries = 500)
    void handled_anySlicesAndAnyCount_settlesAsTheModel(@ForAll("slices") List<ModelledSlice> slices) {
        Batch<String> batch = read(slices);

        int total = slices.stream().mapToInt(ModelledSlice::items).sum();
        assertThat(batch.items()).hasSize(total);
        for (int handled = 0; handled <= total; handled++) {
            assertThat(settling(slices, batch).handled(batch, handled).settled())
                    .isEqualTo(model(slices, handled));
        }
    }

    @Property(tries = 500)
    void remaining_cutAnywhereTwice_settlesAsIfItHadNotBeenCut(
            @ForAll("slices") List<ModelledSlice> slices,
            @ForAll("fraction") double one,
            @ForAll("fraction") double two) {
        Batch<String> batch = read(slices);
        int first = (int) (batch.items().size() * one);
        Batch<String> once = BatchTest.from(batch, first, part -> true);
        int second = (int) (once.items().size() * two);
        Batch<String> twice = BatchTest.from(once, second, part -> true);

        int cut = first + second;
        assertThat(twice.items())
                .isEqualTo(batch.items().subList(cut, batch.items().size()));
        for (int handled = 0; handled <= twice.items().size(); handled++) {
            Settling settling = settling(slices, batch).handled(batch, first).handled(once, second);
            assertThat(settling.handled(twice, handled).settled()).isEqualTo(model(slices, cut + handled));
        }
    }

    @Property(tries = 300)
    void remaining_onePartDropped_isTheBatchOfTheOthers(@ForAll("slices") List<ModelledSlice> slices) {
        Batch<String> batch = read(slices);
        Batch<String> left = BatchTest.from(batch, 0, part -> part != 0);

        List<ModelledSlice> others = slices.subList(1, slices.size());
        int total = others.stream().mapToInt(ModelledSlice::items).sum();
        assertThat(left.items()).hasSize(total);
        for (int handled = 0; handled <= total; handled++) {
            List<Long> settled = settling(slices, batch).handled(left, handled).settled();
            assertThat(settled.subList(1, settled.size())).isEqualTo(model(others, handled));
        }
    }

    private static Settling settling(List<ModelledSlice> slices, Batch<String> batch) {
        return new Settling(raw(slices)).skipped(batch);
    }

    private static List<RecordSlice> raw(List<ModelledSlice> slices) {
        List<RecordSlice> raw = new ArrayList<>();
        for (int partition = 0; partition < slices.size(); partition++) {
            raw.add(slices.get(partition).slice(partition));
        }
        return raw;
    }

    private static List<Long> model(List<ModelledSlice> slices, int handled) {
        List<Long> settled = new ArrayList<>();
        int left = handled;
        for (ModelledSlice slice : slices) {
            int own = Math.min(left, slice.items());
            settled.add(slice.settledAfter(own));
            left -= own;
        }
        return settled;
    }

    private static Batch<String> read(List<ModelledSlice> slices) {
        List<String> rejected = new ArrayList<>();
        List<String> blocking = new ArrayList<>();
        for (int partition = 0; partition < slices.size(); partition++) {
            ModelledSlice slice = slices.get(partition);
            for (int index = 0; index < slice.records().size(); index++) {
                Fate fate = slice.records().get(index).fate();
                String place = partition + ":" + slice.offset(index);
                if (fate != Fate.GOOD) {
                    rejected.add(place);
                }
                if (fate == Fate.BLOCKS) {
                    blocking.add(place);
                }
            }
        }
        RejectionPolicy policy = (partition, offset, why) -> !blocking.contains(partition.partition() + ":" + offset);
        return Batch.read(raw(slices), Slices.reader(rejected.toArray(String[]::new)), policy);
    }

    @Provide
    Arbitrary<List<ModelledSlice>> slices() {
        Arbitrary<Fate> fate =
                Arbitraries.frequency(Tuple.of(6, Fate.GOOD), Tuple.of(3, Fate.SKIPPED), Tuple.of(1, Fate.BLOCKS));
        Arbitrary<Modelled> record =
                Combinators.combine(Arbitraries.integers().between(1, 4), fate).as(Modelled::new);
        return Combinators.combine(
                        Arbitraries.longs().between(0, 100),
                        record.list().ofMaxSize(8),
                        Arbitraries.integers().between(0, 3))
                .as(ModelledSlice::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    @Provide
    Arbitrary<Double> fraction() {
        return Arbitraries.doubles().between(0, 1);
    }
}
