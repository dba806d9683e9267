package dev.barre.kafka.interop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** Kafka's producer, bytes in. Thread-safe. Every call goes through {@link KafkaCalls} and ends by the configured timeouts. */
public final class NativeProducer implements AutoCloseable {
    private final Producer<byte[], byte[]> client;
    private final KafkaCalls calls;

    /** Connects lazily. Throws where the settings cannot work. */
    public NativeProducer(ClientSettings settings, FailureFactory failures) {
        this(
                new KafkaCalls("producer of " + settings.bootstrapServers(), failures)
                        .call("create", () -> new KafkaProducer<byte[], byte[]>(settings.kafkaProperties())),
                KafkaCalls.of("producer", failures, settings.kafkaProperties()));
        SecurityWarnings.log("producer", settings.kafkaProperties());
    }

    NativeProducer(Producer<byte[], byte[]> client, KafkaCalls calls) {
        this.client = client;
        this.calls = calls;
    }

    /** Whether a send failed because the record is larger than this client, the topic or the broker takes. */
    public static boolean isTooLarge(RuntimeException failure) {
        return failure.getCause() instanceof RecordTooLargeException;
    }

    /**
     * Whether a send failed for what the record is, so that it fails each time, and others do not: too large, a timestamp that the topic does
     * not take, or no key where the topic is compacted.
     */
    public static boolean isRefused(RuntimeException failure) {
        Throwable cause = failure.getCause();
        return isTooLarge(failure)
                || cause instanceof InvalidTimestampException
                || cause instanceof InvalidRecordException;
    }

    /** The failure table of this client, for refusals of the layer above. */
    public KafkaCalls calls() {
        return calls;
    }

    /**
     * Hands a record to the buffer; blocks up to {@code max.block.ms} while the buffer is full or the topic is not known yet.
     * {@code pending} hears exactly once how it ended, also where this call cannot even buffer the record.
     */
    public void send(OutgoingRecord record, PendingSend<?> pending) {
        try {
            client.send(kafkaRecord(record), pending);
        } catch (RuntimeException | OutOfMemoryError | LinkageError notBuffered) {
            // Kafka calls back for what it refuses later, and throws for what it refuses at once, never both. No memory
            // for the buffer, or no library for the compression, is a failure of this record like any other.
            pending.refused(notBuffered);
        }
    }

    private static ProducerRecord<byte[], byte[]> kafkaRecord(OutgoingRecord record) {
        return new ProducerRecord<>(
                record.topic(),
                record.partition(),
                record.timestamp(),
                record.key(),
                record.value(),
                kafkaHeaders(record.headers()));
    }

    private static @Nullable List<Header> kafkaHeaders(List<Map.Entry<String, byte @Nullable []>> headers) {
        if (headers.isEmpty()) {
            return null;
        }
        List<Header> result = new ArrayList<>(headers.size());
        headers.forEach(header -> result.add(new RecordHeader(header.getKey(), header.getValue())));
        return result;
    }

    /** Waits until every record sent before has ended, well or badly. */
    public void flush() {
        calls.run("flush", client::flush);
    }

    /** The partitions of {@code topic}, by index; blocks up to {@code max.block.ms}. */
    public List<TopicPartition> partitions(String topic) {
        return calls.call("getTopicPartitions", () -> Partitions.sorted(client.partitionsFor(topic)));
    }

    /** Registers the transactional id and fences older producers; blocks up to {@code max.block.ms}. */
    public void initTransactions() {
        calls.run("create", client::initTransactions);
    }

    /** Begins a transaction. */
    public void beginTransaction() {
        calls.run("transaction", client::beginTransaction);
    }

    /** Commits the transaction; blocks up to {@code max.block.ms}. Fails where a send in it has failed. */
    public void commitTransaction() {
        calls.run("transaction", client::commitTransaction);
    }

    /** Aborts the transaction; blocks up to {@code max.block.ms}. */
    public void abortTransaction() {
        calls.run("transaction", client::abortTransaction);
    }

    /** Sends what is buffered, for at most {@code timeout}, then closes; what is left fails. Harmless when called again. */
    public void close(Duration timeout) {
        calls.run("close", () -> client.close(timeout));
    }

    /** {@link #close(Duration)} with 30 seconds. */
    @Override
    public void close() {
        close(Duration.ofSeconds(30));
    }
}
