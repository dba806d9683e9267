package dev.barre.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.barre.kafka.interop.RecordSlice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Records in bytes, made up or as kafka-clients writes and reads them. */
final class RawRecords {
    static final long TIME = System.currentTimeMillis() - 60_000;

    private RawRecords() {}

    /** A slice of one record of which key, value and headers are text. */
    static RecordSlice slice(String topic, int partition, long offset, @Nullable String value, Header... headers) {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(
                topic,
                partition,
                offset,
                TIME,
                TimestampType.CREATE_TIME,
                1,
                1,
                bytes("key"),
                bytes(value),
                new RecordHeaders(headers),
                Optional.empty());
        return RecordSlice.of(new TopicPartition(topic, partition), List.of(record), offset + 1);
    }

    /** The slice of a record as another topic now has it. */
    static RecordSlice sliceWith(String topic, int partition, long offset, Headers headers) {
        List<Header> all = new ArrayList<>();
        headers.forEach(header -> all.add(new RecordHeader(header.name(), header.value())));
        return slice(topic, partition, offset, "value", all.toArray(Header[]::new));
    }

    static Header header(String name, @Nullable String value) {
        return new RecordHeader(name, bytes(value));
    }

    static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(UTF_8);
    }

    static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, UTF_8);
    }

    static void write(String servers, String topic, int partition, String value, Header... headers) {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", servers),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, partition, TIME, bytes("key"), bytes(value), List.of(headers)));
        }
    }

    /** The records of a topic once there are {@code count}, by partition and offset. */
    static List<ConsumerRecord<byte[], byte[]>> read(String servers, String topic, int count) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", servers, "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(found::add);
                return found.size() >= count;
            });
        }
        found.sort(Comparator.<ConsumerRecord<byte[], byte[]>>comparingInt(ConsumerRecord::partition)
                .thenComparingLong(ConsumerRecord::offset));
        return found;
    }

    static Headers headers(ConsumerRecord<byte[], byte[]> record) {
        Headers.Builder headers = Headers.builder();
        record.headers().forEach(header -> headers.add(header.key(), header.value()));
        return headers.build();
    }

    /** The values of the records of a topic, sorted, once there are {@code count}. */
    static List<String> values(String servers, String topic, int count) {
        return read(servers, topic, count).stream()
                .map(record -> String.valueOf(text(record.value())))
                .sorted()
                .toList();
    }
}
