package dev.barre.kafka.internal.engine;

/**
 * How a member spreads its records over lanes. Immutable.
 *
 * @param order what stays in order
 * @param width how many lanes may be at work at a time, where keys or nothing stay in order
 */
public record LanePlan(Order order, int width) {
    /** What stays in order. */
    public enum Order {
        /** Everything: one lane for the whole member. */
        MEMBER,
        /** Each partition: a lane each. */
        PARTITION,
        /** Each key: a lane for so many of them. */
        KEY,
        /** Nothing. */
        NOTHING
    }

    /** Whether partitions share no lane with others, or share all of them. */
    boolean keepsPartitionOrder() {
        return order == Order.MEMBER || order == Order.PARTITION;
    }
}
