package dev.barre.kafka.interop;

import java.util.Optional;
import java.util.function.Function;

/**
 * Something that must hold between fields of a configuration.
 *
 * @param documentation the rule in a sentence, for the configuration reference
 * @param check what is wrong, naming the fields; empty if nothing is
 */
record ConfigurationRule(String documentation, Function<EffectiveProperties, Optional<String>> check) {}
