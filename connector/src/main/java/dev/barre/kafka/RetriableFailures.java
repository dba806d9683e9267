package dev.barre.kafka;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which failures are tried again. Thread-safe as far as the predicate is.
 *
 * @param except classes that are not
 * @param condition must hold as well
 */
record RetriableFailures(List<Class<? extends Throwable>> except, Predicate<Throwable> condition) {
    static final RetriableFailures ALL = new RetriableFailures(List.of(), failure -> true);

    private static final Logger LOG = LoggerFactory.getLogger(RetryPolicy.class);

    RetriableFailures butNot(List<Class<? extends Throwable>> more) {
        List<Class<? extends Throwable>> all = new ArrayList<>(except);
        all.addAll(more);
        return new RetriableFailures(List.copyOf(all), condition);
    }

    RetriableFailures onlyIf(Predicate<Throwable> replacement) {
        return new RetriableFailures(except, replacement);
    }

    boolean include(Throwable failure) {
        Throwable unwrapped = unwrapped(failure);
        return !isExcepted(failure) && !isExcepted(unwrapped) && holdsFor(unwrapped);
    }

    private boolean isExcepted(Throwable failure) {
        return except.stream().anyMatch(type -> type.isInstance(failure));
    }

    /** Where nobody can say, the record is kept. */
    private boolean holdsFor(Throwable failure) {
        try {
            return condition.test(failure);
        } catch (RuntimeException e) {
            LOG.error(
                    "retriableIf has thrown; {} is taken as retriable",
                    failure.getClass().getName(),
                    e);
            return true;
        }
    }

    /** Whether what could not be bound now may be bound later: no policy gives up on that. */
    static boolean isTransientBinding(Throwable failure) {
        return unwrapped(failure) instanceof PayloadBindingException binding && binding.isRetriable();
    }

    private static Throwable unwrapped(Throwable failure) {
        Throwable inner = failure;
        while (isWrapper(inner) && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }

    private static boolean isWrapper(Throwable failure) {
        return failure instanceof CompletionException
                || failure instanceof ExecutionException
                || failure instanceof InvocationTargetException;
    }
}
