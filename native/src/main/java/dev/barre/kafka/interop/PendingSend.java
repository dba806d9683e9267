package dev.barre.kafka.interop;

import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * A record on its way, for {@link NativeProducer#send}: what its sender waits for, and what Kafka calls back. It is one object because
 * there are as many of them as the buffer has records. Made by the thread that sends.
 *
 * @param <T> what the sender is told in the end
 */
public abstract class PendingSend<T> extends CompletableFuture<T> implements Callback {
    private final KafkaCalls calls;
    private final String operation;
    private final Thread sender = Thread.currentThread();

    /** @param operation what failures say has failed */
    protected PendingSend(NativeProducer producer, String operation) {
        this.calls = producer.calls();
        this.operation = operation;
    }

    /** The record is written as asked for by {@code acks}. On the thread of Kafka's producer, so it must be quick. */
    protected abstract void acknowledged(Acknowledgement at);

    /** The record is not known to be written. On the thread of Kafka's producer, or on that of the sender before it goes on. */
    protected abstract void failed(RuntimeException failure);

    /** Called by Kafka, once. */
    @Override
    public final void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
        if (failure != null) {
            failed(
                    Thread.currentThread() == sender
                            ? calls.failed(operation, failure)
                            : calls.failedMeanwhile(operation, failure));
        } else if (metadata != null) {
            acknowledged(acknowledgement(metadata));
        }
    }

    /** Kafka has thrown, and will not call back. */
    final void refused(Throwable notBuffered) {
        failed(calls.failed(operation, notBuffered));
    }

    /** Whether this is the thread that sends. */
    protected final boolean isOnSender() {
        return Thread.currentThread() == sender;
    }

    private static Acknowledgement acknowledgement(RecordMetadata metadata) {
        return new Acknowledgement(
                metadata.topic(),
                metadata.partition(),
                metadata.hasOffset() ? OptionalLong.of(metadata.offset()) : OptionalLong.empty(),
                metadata.hasTimestamp() ? OptionalLong.of(metadata.timestamp()) : OptionalLong.empty(),
                metadata.serializedKeySize(),
                metadata.serializedValueSize());
    }
}
