package dev.barre.kafka.interop;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Decides how long a call may take: what its caller gave, else {@code defaultApiTimeout}, else Kafka's own default. Immutable.
 */
public final class ApiTimeouts {
    private final KafkaCalls calls;
    private final Duration fallback;

    /**
     * @param calls makes the exception for a negative timeout
     * @param fallback where the caller gives none
     */
    public ApiTimeouts(KafkaCalls calls, Duration fallback) {
        this.calls = calls;
        this.fallback = fallback;
    }

    /** The span for one call; a negative one is refused, zero means "do not wait". */
    public Duration of(String operation, @Nullable Duration given) {
        if (given == null) {
            return fallback;
        }
        if (given.isNegative()) {
            throw calls.refused(
                    operation, Disposition.NOT_RETRIABLE, "The timeout must not be negative, but is " + given);
        }
        return given;
    }
}
