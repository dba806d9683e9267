package dev.barre.kafka;

import java.util.List;

/**
 * How a listener does. A snapshot.
 *
 * @param status whether it does its work
 * @param reasons why it is not {@code UP}, each a sentence without any payload; empty where it is
 */
public record ListenerHealth(HealthStatus status, List<String> reasons) {
    /** Copies the list. */
    public ListenerHealth {
        reasons = List.copyOf(reasons);
    }
}
