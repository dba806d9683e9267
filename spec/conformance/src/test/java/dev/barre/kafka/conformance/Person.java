package dev.barre.kafka.conformance;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;

/** A payload with constraints. */
public record Person(
        @NotBlank String name, @Min(0) @Max(150) int age) {}
