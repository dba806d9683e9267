package dev.barre.kafka;

import dev.barre.kafka.internal.engine.LanePlan;
import java.util.Locale;

/**
 * How many records of a member are handled at the same time, and which of them keep their order. A lane is a serial queue. Immutable.
 */
public final class Lanes {
    private static final int MOST = 100_000;

    private final Mode mode;
    private final int width;

    /** What records share a lane. */
    enum Mode {
        SEQUENTIAL,
        PARTITION,
        KEY,
        UNORDERED
    }

    private Lanes(Mode mode, int width) {
        this.mode = mode;
        this.width = width;
    }

    /** One lane for all that a member reads: one record, or one batch, at a time. */
    public static Lanes sequential() {
        return new Lanes(Mode.SEQUENTIAL, 1);
    }

    /** A lane for each partition: the order of a partition is kept. */
    public static Lanes byPartition() {
        return new Lanes(Mode.PARTITION, 1);
    }

    /**
     * Up to {@code width} records, or batches, at the same time; records with the same key bytes keep their order. Records without a key
     * keep that of their partition among each other.
     *
     * @param width 1 to 100,000, for each member
     */
    public static Lanes byKey(int width) {
        return new Lanes(Mode.KEY, Arguments.checkRange("byKey", "the width", width, 1, MOST));
    }

    /**
     * Up to {@code width} records at the same time, in no order.
     *
     * @param width 1 to 100,000, for each member
     */
    public static Lanes unordered(int width) {
        return new Lanes(Mode.UNORDERED, Arguments.checkRange("unordered", "the width", width, 1, MOST));
    }

    Mode mode() {
        return mode;
    }

    LanePlan plan() {
        return new LanePlan(
                switch (mode) {
                    case SEQUENTIAL -> LanePlan.Order.MEMBER;
                    case PARTITION -> LanePlan.Order.PARTITION;
                    case KEY -> LanePlan.Order.KEY;
                    case UNORDERED -> LanePlan.Order.NOTHING;
                },
                width);
    }

    /** How many lanes there are at most; 1 where the mode says it all. */
    int width() {
        return width;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Lanes lanes && lanes.mode == mode && lanes.width == width;
    }

    @Override
    public int hashCode() {
        return 31 * mode.hashCode() + width;
    }

    /** Returns {@code sequential}, {@code partition}, {@code key(64)} or {@code unordered(64)}. */
    @Override
    public String toString() {
        String name = mode.name().toLowerCase(Locale.ROOT);
        return mode == Mode.KEY || mode == Mode.UNORDERED ? name + "(" + width + ")" : name;
    }
}
