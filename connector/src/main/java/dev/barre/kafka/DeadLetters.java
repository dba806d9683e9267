package dev.barre.kafka;

import java.util.Collections;
import java.util.List;

/** What can be done with the records of dead letter topics. Stateless and thread-safe. */
public final class DeadLetters {
    private DeadLetters() {}

    /**
     * Sends the records of a dead letter topic back where they came from: key, value and timestamp as they are, into the partition
     * that they came from where it exists, with the headers of the user and without those that speak of the failure. Reads
     * up to where the topic ends when the call begins, from where the last replay of the same group ended, and blocks until then.
     *
     * <p>The offset of a record is committed once it is acknowledged, and that of a record that is left as well: a filtered record
     * is not seen again by this group. A crash can replay the last second again. Run one replay of a group at a time.
     *
     * @param bootstrapServers one or more {@code host:port}, separated by commas
     * @throws ReplayException where it ends early, with what was done until then; the interrupt is restored
     */
    public static ReplayReport replay(String bootstrapServers, ReplayOptions options) {
        return replay(Collections.singletonList(bootstrapServers), options);
    }

    /** The same for a list of {@code host:port}. */
    public static ReplayReport replay(List<String> bootstrapServers, ReplayOptions options) {
        Arguments.required("replay", "the options", options);
        try (Replay replay = new Replay(bootstrapServers, options)) {
            return replay.run();
        }
    }
}
