package dev.barre.kafka;

import java.io.Serializable;

/**
 * One constraint that a payload breaks.
 *
 * @param path where, from the payload down: {@code lines[2].quantity}; empty for the payload itself
 * @param message what the constraint says, without the value it refused
 */
public record Violation(String path, String message) implements Serializable {}
