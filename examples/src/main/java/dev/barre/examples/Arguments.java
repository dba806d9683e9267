package dev.barre.examples;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A command line of {@code --name value} pairs, read against the names that a program knows. Immutable. */
public final class Arguments {
    private final Map<String, String> values;

    private Arguments(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    /**
     * Reads a command line; of two values for a name the later one holds.
     *
     * @param known the names that may appear, with their dashes
     * @throws UsageException where a name is not known or has no value
     */
    public static Arguments parse(String[] args, List<String> known) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < args.length; i += 2) {
            String name = args[i];
            if (!known.contains(name)) {
                throw new UsageException("unknown argument " + name + " (known: " + String.join(", ", known) + ")");
            }
            if (i + 1 == args.length) {
                throw new UsageException(name + " needs a value");
            }
            values.put(name, args[i + 1]);
        }
        return new Arguments(values);
    }

    /** The value of a name, empty where it was not given; a blank value is refused. */
    public Optional<String> string(String name) {
        Optional<String> value = Optional.ofNullable(values.get(name));
        if (value.isPresent() && value.get().isBlank()) {
            throw new UsageException(name + " needs a value that is not blank");
        }
        return value;
    }

    /** The value of a name as a whole number of at least {@code minimum}. */
    public long wholeNumber(String name, long otherwise, long minimum, long maximum) {
        Optional<String> text = string(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(text.get());
            if (number >= minimum && number <= maximum) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new UsageException(name + " needs a whole number, not " + text.get(), e);
        }
        throw new UsageException(name + " must be from " + minimum + " to " + maximum + ", not " + text.get());
    }
}
