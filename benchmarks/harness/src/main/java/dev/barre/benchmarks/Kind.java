package dev.barre.benchmarks;

/** What a case measures first of all. */
enum Kind {
    /** How many records a second an arm consumes. */
    CONSUME("recordsPerSecond", "records/s", true),
    /** How many records a second an arm has acknowledged. */
    PRODUCE("recordsPerSecond", "records/s", true),
    /** How long after the intended time of sending 99 % of the records are handled. */
    LATENCY("p99Micros", "µs at p99", false),
    /** How much heap a listener holds while its handler stands still. */
    HEAP("heldMebibytes", "MiB held", false);

    private final String metric;
    private final String unit;
    private final boolean moreIsBetter;

    Kind(String metric, String unit, boolean moreIsBetter) {
        this.metric = metric;
        this.unit = unit;
        this.moreIsBetter = moreIsBetter;
    }

    /** The name of the number in an answer. */
    String metric() {
        return metric;
    }

    String unit() {
        return unit;
    }

    boolean isMoreBetter() {
        return moreIsBetter;
    }
}
