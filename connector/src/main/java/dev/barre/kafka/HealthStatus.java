package dev.barre.kafka;

/** Whether a listener does its work. */
public enum HealthStatus {
    /** It runs, and whatever there is to consume is consumed. */
    UP,
    /** It runs, but something stands still or fails. */
    DEGRADED,
    /** It consumes nothing: it does not run, has failed, or reaches no broker. */
    DOWN
}
