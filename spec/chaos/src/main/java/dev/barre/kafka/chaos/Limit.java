package dev.barre.kafka.chaos;

import java.time.Duration;

/**
 * When a trial has had enough: all of these.
 *
 * @param records this many were handled
 * @param faults this many have been, in a scenario that has some
 * @param time it has lasted this long
 */
record Limit(long records, int faults, Duration time) {}
