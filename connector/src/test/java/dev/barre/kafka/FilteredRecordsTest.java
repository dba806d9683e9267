package dev.barre.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.barre.kafka.binding.Binder;
import dev.barre.kafka.internal.engine.Batch;
import dev.barre.kafka.internal.engine.RecordReader;
import dev.barre.kafka.interop.RecordSlice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class FilteredRecordsTest {
    private static final org.apache.kafka.common.TopicPartition P0 =
            new org.apache.kafka.common.TopicPartition("orders", 0);

    private final RecordReader<Integer> reader = new RecordReaders(
                    Binder.standard(),
                    RecordLimits.of(ConsumerConfiguration.builder().build()),
                    null)
            .payloads("attach", Integer.class);

    @Test
    void filteredRecords_areCountedAndNeverBound() {
        Deliveries deliveries = new Deliveries(true);
        RecordSlice slice = slice("1", "not a number", "3", "4");

        Batch<Integer> batch = read(slice, head -> head.offset().offset() % 2 == 0, deliveries);

        assertThat(batch.items()).containsExactly(1, 3);
        assertThat(deliveries.snapshot())
                .isEqualTo(new DeliveryMetrics(0, 0, 0, 2, 0, 0, 0, Optional.empty(), Optional.empty()));
    }

    @Test
    void filteredRecords_arePassedWhereBadOnesAreNot() {
        Deliveries deliveries = new Deliveries(false);

        Batch<Integer> batch = read(slice("1", "x", "3"), head -> head.offset().offset() != 0, deliveries);

        assertThat(batch.items()).isEmpty();
        assertThat(batch.parts().get(0).blockage().offset()).isEqualTo(1);
        assertThat(deliveries.snapshot().filtered()).isEqualTo(1);
        assertThat(deliveries.snapshot().rejectedByBinding()).isZero();
    }

    @Test
    void filterThatThrows_failsTheReading() {
        RecordFilter broken = head -> {
            throw new IllegalStateException("broken filter");
        };

        assertThatIllegalStateException()
                .isThrownBy(() -> read(slice("1"), broken, new Deliveries(true)))
                .withMessage("broken filter");
    }

    @Test
    void head_showsTheRecordAsItWasFetched() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", utf8("abc"));
        ConsumerRecord<byte[], byte[]> full = new ConsumerRecord<>(
                "orders",
                0,
                7,
                1234,
                TimestampType.CREATE_TIME,
                2,
                5,
                utf8("k1"),
                utf8("hello"),
                headers,
                Optional.empty());
        ConsumerRecord<byte[], byte[]> bare = new ConsumerRecord<>("orders", 0, 8, null, null);
        RecordSlice slice = RecordSlice.of(P0, List.of(full, bare), 9);

        RecordHead first = new SliceHead(slice, 0);
        assertThat(first.offset()).isEqualTo(PartitionOffset.of("orders", 0, 7));
        assertThat(first.timestamp()).isEqualTo(1234);
        assertThat(first.key()).isSameAs(full.key());
        assertThat(first.headers().string("trace")).contains("abc");
        assertThat(first.valueSize()).isEqualTo(5);
        assertThat(first).hasToString("RecordHead[orders-0@7]");

        RecordHead second = new SliceHead(slice, 1);
        assertThat(second.key()).isNull();
        assertThat(second.headers()).isEmpty();
        assertThat(second.valueSize()).isEqualTo(-1);
    }

    private Batch<Integer> read(RecordSlice slice, RecordFilter filter, Deliveries deliveries) {
        Batch<Integer> batch = Batch.read(List.of(slice), FilteredRecords.filtered(reader, filter), deliveries);
        batch.tellSkipped(deliveries);
        return batch;
    }

    /** Values from offset 0 on. */
    private static RecordSlice slice(String... values) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (String value : values) {
            records.add(new ConsumerRecord<>("orders", 0, records.size(), null, utf8(value)));
        }
        return RecordSlice.of(P0, records, records.size());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
