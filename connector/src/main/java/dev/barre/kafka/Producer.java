package dev.barre.kafka;

import dev.barre.kafka.binding.Binder;
import dev.barre.kafka.binding.Encoder;
import dev.barre.kafka.binding.EncodingException;
import dev.barre.kafka.interop.Acknowledgement;
import dev.barre.kafka.interop.ApiTimeouts;
import dev.barre.kafka.interop.ClientSettings;
import dev.barre.kafka.interop.Deadline;
import dev.barre.kafka.interop.Disposition;
import dev.barre.kafka.interop.NativeProducer;
import dev.barre.kafka.interop.OutgoingRecord;
import dev.barre.kafka.interop.PendingSend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sends records (specification 3). Thread-safe; one producer for a whole application is the rule. Every function throws a
 * {@link ConnectorException} and nothing else.
 *
 * <p>Keys and values are bytes, strings, JSON for everything else, and null for a tombstone; what is sent here is bound back by a
 * consumer with the same type.
 */
public final class Producer implements AutoCloseable {
    private static final Duration DEFAULT_CLOSE_TIMEOUT = Duration.ofSeconds(30);

    private final NativeProducer client;
    private final ApiTimeouts timeouts;
    private final Encoder encoder;
    private final Transactions transactions;
    private final Duration longestSend;

    /**
     * The thread of Kafka's producer, while it completes what {@link #sendAsync} has returned. Not volatile: a thread asks only for
     * itself, and sees what it has written.
     */
    private @Nullable Thread completing;

    private volatile boolean closed;

    private Producer(List<String> bootstrapServers, ProducerConfiguration config) {
        ClientSettings settings = config.nativeSettings(bootstrapServers);
        this.longestSend = settings.longestSend();
        this.client = new NativeProducer(settings, ConnectorException::from);
        this.timeouts = new ApiTimeouts(client.calls(), DEFAULT_CLOSE_TIMEOUT);
        this.encoder = Binder.standard().encoder();
        this.transactions = new Transactions(client, settings.transactionalId().isPresent());
    }

    /**
     * Makes a producer. Connects lazily, unless it has a {@code transactionalId}: then it registers with the broker, fences older
     * producers of that id, and blocks up to {@code maxBlock} for it.
     *
     * @param bootstrapServers one or more {@code host:port}, separated by commas
     */
    public static Producer create(String bootstrapServers, ProducerConfiguration config) {
        return create(Collections.singletonList(bootstrapServers), config);
    }

    /** The same for a list of {@code host:port}. */
    public static Producer create(List<String> bootstrapServers, ProducerConfiguration config) {
        Arguments.required("create", "the configuration", config);
        Producer producer = new Producer(bootstrapServers, config);
        try {
            producer.transactions.init();
        } catch (ConnectorException e) {
            producer.client.close(Duration.ZERO);
            throw e;
        }
        return producer;
    }

    /**
     * Sends a record and returns once it is acknowledged as {@code acks} asks. Blocks up to {@code maxBlock} for room in the buffer
     * and the first metadata, then up to {@code delivery.timeout.ms}.
     */
    public void send(ProducerRecord<?, ?> record) {
        checkMayWait("send");
        await("send", start("send", record));
    }

    /** {@link #send}, and says where the record now stands. */
    public RecordMetadata sendWithMetadata(ProducerRecord<?, ?> record) {
        checkMayWait("sendWithMetadata");
        return await("sendWithMetadata", start("sendWithMetadata", record));
    }

    /**
     * Sends a record without waiting for the broker; records sent by one thread to one partition keep their order. Blocks only
     * while the buffer is full or the topic is not known yet, up to {@code maxBlock}.
     *
     * @return completes on the thread of Kafka's producer, so what depends on it must be quick or go elsewhere
     *     ({@code thenApplyAsync}); fails with a {@link ConnectorException}, also where the record could not be encoded
     */
    public CompletableFuture<RecordMetadata> sendAsync(ProducerRecord<?, ?> record) {
        return started("sendAsync", record);
    }

    /** Sends records in order, pipelined, and returns when each has ended; one that fails does not stop the others. */
    public SendReport sendAll(Iterable<? extends ProducerRecord<?, ?>> records) {
        checkMayWait("sendAll");
        List<CompletableFuture<RecordMetadata>> pending = new ArrayList<>();
        for (ProducerRecord<?, ?> record : Arguments.required("sendAll", "the records", records)) {
            pending.add(started("sendAll", record));
        }
        List<SendReport.Outcome> outcomes = new ArrayList<>(pending.size());
        for (int index = 0; index < pending.size(); index++) {
            outcomes.add(outcome(index, pending.get(index)));
        }
        return new SendReport(outcomes);
    }

    /** A failure goes into the future, where it may stay unseen. */
    private CompletableFuture<RecordMetadata> started(String operation, ProducerRecord<?, ?> record) {
        try {
            return start(operation, record);
        } catch (ConnectorException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private SendReport.Outcome outcome(int index, CompletableFuture<RecordMetadata> pending) {
        try {
            return new SendReport.Outcome.Sent(index, await("sendAll", pending));
        } catch (ConnectorException e) {
            return new SendReport.Outcome.Failed(index, e);
        }
    }

    private CompletableFuture<RecordMetadata> start(String operation, @Nullable ProducerRecord<?, ?> record) {
        OutgoingRecord outgoing;
        try {
            outgoing = outgoing(operation, Arguments.required(operation, "the record", record));
            checkOpen(operation);
            transactions.check(operation);
        } catch (ConnectorException e) {
            transactions.sendFailed(e);
            throw e;
        }
        Sending sending = new Sending(operation);
        client.send(outgoing, sending);
        sending.isStarted = true;
        return sending;
    }

    private OutgoingRecord outgoing(String operation, ProducerRecord<?, ?> record) {
        Arguments.checkTopic(operation, record.topic());
        if (record.partition().isPresent() && record.partition().getAsInt() < 0) {
            throw ConnectorException.refused(operation, "the partition of " + record + " is negative.");
        }
        if (record.timestamp().isPresent() && record.timestamp().getAsLong() < 0) {
            throw ConnectorException.refused(operation, "the timestamp of " + record + " is negative.");
        }
        return new OutgoingRecord(
                record.topic(),
                record.partition().isPresent() ? record.partition().getAsInt() : null,
                record.timestamp().isPresent() ? record.timestamp().getAsLong() : null,
                encoded(operation, "key", record, record.key()),
                encoded(operation, "value", record, record.value()),
                headers(operation, record.headers()));
    }

    private byte @Nullable [] encoded(
            String operation, String part, ProducerRecord<?, ?> record, @Nullable Object payload) {
        try {
            return encoder.encode(payload);
        } catch (EncodingException e) {
            throw ConnectorException.refused(
                    operation, "the " + part + " of " + record + " cannot be encoded: " + e.getMessage(), e);
        }
    }

    private static List<Map.Entry<String, byte @Nullable []>> headers(String operation, Headers headers) {
        if (headers.isEmpty()) {
            return List.of();
        }
        List<Map.Entry<String, byte @Nullable []>> result = new ArrayList<>(headers.size());
        for (Headers.Header header : headers) {
            Arguments.required(operation, "the name of a header", header.name());
            result.add(new java.util.AbstractMap.SimpleImmutableEntry<>(header.name(), header.value()));
        }
        return result;
    }

    /** What a callback waits for would be done by the thread that it runs on. */
    private void checkMayWait(String operation) {
        if (Thread.currentThread() == completing) {
            throw ConnectorException.refused(
                    operation,
                    "it would wait for itself on the thread of the producer; use sendAsync, or go on with thenApplyAsync.");
        }
    }

    private RecordMetadata await(String operation, CompletableFuture<RecordMetadata> pending) {
        try {
            return pending.get(Deadline.after(longestSend).remainingNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new ConnectorException(
                    operation,
                    Disposition.FATAL,
                    operation + " failed: no answer for " + longestSend.toSeconds()
                            + " s, beyond delivery.timeout.ms; the producer's own thread has died. Close this producer.",
                    e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ConnectorException failure) {
                throw failure.here();
            }
            throw ConnectorException.refused(operation, String.valueOf(e.getCause()), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectorException(
                    operation,
                    Disposition.RETRIABLE,
                    operation + " was interrupted while it waited: the record may or may not be written.",
                    e);
        }
    }

    /** Waits until every record sent before has ended, well or badly; up to {@code delivery.timeout.ms}. */
    public void flush() {
        checkOpen("flush");
        client.flush();
    }

    /**
     * The partitions of a topic, by index; blocks up to {@code maxBlock}. Where the broker makes topics by itself, asking makes the
     * topic.
     */
    public List<TopicPartition> getTopicPartitions(String topic) {
        Arguments.checkTopic("getTopicPartitions", topic);
        checkOpen("getTopicPartitions");
        return Conversions.ours(client.partitions(topic));
    }

    /**
     * Sends all that {@code work} sends in one transaction (KIP-98): commits when it returns, aborts when it throws, and then
     * throws the same. One transaction at a time; other threads that send meanwhile are in it.
     *
     * @throws ConnectorException where the producer has no {@code transactionalId}, or the commit fails; {@link
     *     ConnectorException#isFatal()} where another producer has taken the id over
     */
    public void transaction(Runnable work) {
        Arguments.required("transaction", "the work", work);
        checkOpen("transaction");
        transactions.run(work);
    }

    /** {@link #close(Duration)} with 30 seconds. */
    @Override
    public void close() {
        close(DEFAULT_CLOSE_TIMEOUT);
    }

    /**
     * Sends what is buffered, for at most {@code timeout}, and closes; what is left by then fails. A second close does nothing. From
     * a callback of this producer it does not wait.
     */
    public void close(Duration timeout) {
        Duration span = timeouts.of("close", timeout);
        closed = true;
        client.close(span);
    }

    private void checkOpen(String operation) {
        if (closed) {
            throw ConnectorException.refused(operation, "this producer has been closed.");
        }
    }

    private final class Sending extends PendingSend<RecordMetadata> {
        /** Whether the sender has gone on. Used by it alone. */
        private boolean isStarted;

        Sending(String operation) {
            super(client, operation);
        }

        @Override
        protected void acknowledged(Acknowledgement at) {
            mark(() -> complete(new RecordMetadata(
                    at.topic(), at.partition(), at.offset(), at.timestamp(), at.keySize(), at.valueSize())));
        }

        @Override
        protected void failed(RuntimeException failure) {
            if (failure instanceof ConnectorException ours) {
                transactions.sendFailed(ours);
            }
            mark(() -> completeExceptionally(failure));
        }

        /** Runs what the user has attached to the result: nothing yet where it fails before the sender has gone on. */
        private void mark(Runnable completion) {
            Thread current = Thread.currentThread();
            if (completing == current || isOnSender() && !isStarted) {
                completion.run();
                return;
            }
            completing = current;
            try {
                completion.run();
            } finally {
                completing = null;
            }
        }
    }
}
