package dev.barre.kafka.chaos;

import java.util.HashSet;
import java.util.Set;

/** The names of the members of a group: one that has left gives its name to the next, as a static member that comes back. */
final class Names {
    private final String prefix;
    private final Set<String> taken = new HashSet<>();

    Names(String prefix) {
        this.prefix = prefix;
    }

    /** The first name that nobody has. */
    String take() {
        int number = 1;
        while (!taken.add(prefix + number)) {
            number++;
        }
        return prefix + number;
    }

    void giveBack(String name) {
        taken.remove(name);
    }
}
