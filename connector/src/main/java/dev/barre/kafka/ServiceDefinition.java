package dev.barre.kafka;

import dev.barre.kafka.internal.engine.RecordReader;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A service, understood: what it takes, and how to call it. Immutable and thread-safe as far as the service is.
 *
 * @param reader makes what it takes for one record; fails for a type that cannot be bound
 * @param isSingle whether it takes one record at a time
 * @param function the service's {@code onConsumerRecord}
 * @param onError the service's {@code onError}, null where it has none
 * @param <R> what it takes for one record
 */
record ServiceDefinition<R>(
        Function<RecordReaders, RecordReader<R>> reader,
        boolean isSingle,
        RecordFunction<R> function,
        @Nullable ErrorFunction onError) {

    /** Calls {@code onConsumerRecord}. */
    interface RecordFunction<R> {
        /**
         * @param items all of a batch, or a single one
         * @return what the method returned: null, or a stage
         */
        @Nullable
        Object call(Caller caller, List<@Nullable R> items) throws Throwable;
    }

    /** Calls {@code onError}. */
    interface ErrorFunction {
        void call(ConnectorException error, Caller caller) throws Throwable;
    }

    ServiceDefinition<R> withOnError(ErrorFunction handler) {
        return new ServiceDefinition<>(reader, isSingle, function, handler);
    }
}
