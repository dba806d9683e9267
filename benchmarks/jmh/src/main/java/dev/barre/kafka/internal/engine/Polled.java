package dev.barre.kafka.internal.engine;

import dev.barre.kafka.interop.RecordSlice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** What one poll brings of one partition. */
final class Polled {
    static final int RECORDS = 500;
    static final TopicPartition PARTITION = new TopicPartition("orders", 0);

    private Polled() {}

    /** So many records from {@code offset} on, each with one of so many keys. */
    static RecordSlice slice(long offset, int keys) {
        Random random = new Random(offset);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int index = 0; index < RECORDS; index++) {
            byte[] key = ("key-" + random.nextInt(keys)).getBytes(StandardCharsets.UTF_8);
            records.add(new ConsumerRecord<>(PARTITION.topic(), 0, offset + index, key, new byte[0]));
        }
        return RecordSlice.of(PARTITION, records, offset + RECORDS);
    }
}
