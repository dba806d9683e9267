package dev.barre.kafka;

import dev.barre.kafka.internal.engine.PartlyHandledException;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What a record really failed for, under what the JDK and this library wrap around it. */
final class Causes {
    private static final String HANDLER = "onConsumerRecord";

    /** Chains of causes can be circles. */
    private static final int DEEPEST = 32;

    private Causes() {}

    /** The first throwable that is not a wrapper. */
    static Throwable unwrapped(Throwable thrown) {
        Throwable result = thrown;
        for (int depth = 0; depth < DEEPEST && result.getCause() != null && isWrapper(result); depth++) {
            result = result.getCause();
        }
        return result;
    }

    private static boolean isWrapper(Throwable thrown) {
        return thrown instanceof CompletionException
                || thrown instanceof ExecutionException
                || thrown instanceof InvocationTargetException
                || thrown instanceof PartlyHandledException
                || isAboutHandler(thrown);
    }

    /** A binding failure is no wrapper: its message holds nothing of the payload, that of its cause may. */
    private static boolean isAboutHandler(Throwable thrown) {
        return thrown instanceof ConnectorException ours
                && !(thrown instanceof PayloadBindingException)
                && ours.operation().equals(HANDLER);
    }
}
