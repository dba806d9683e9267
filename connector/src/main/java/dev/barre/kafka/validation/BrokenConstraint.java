package dev.barre.kafka.validation;

/**
 * One constraint that a payload breaks.
 *
 * @param path where, from the payload down: {@code lines[2].quantity}; empty for the payload itself. A key of a map is
 *     content and stands as {@code [*]}
 * @param message what the constraint says, without the value it refused
 */
public record BrokenConstraint(String path, String message) {}
