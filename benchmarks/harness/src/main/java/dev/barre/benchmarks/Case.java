package dev.barre.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * One thing that is measured, and by which arms. Immutable.
 *
 * @param question what it answers, for the report
 * @param records how many are consumed, or produced, in one run
 * @param payloadBytes about how large a value is
 * @param keys how many different keys there are
 * @param zipf whether some keys are far more frequent than others (exponent 1), or all alike
 * @param workMicros for how long a handler blocks with each record
 * @param width how many records are handled at the same time by an arm that can do so
 * @param poisonPercent of the values cannot be read
 * @param protocol of the group: {@code classic} or {@code consumer}
 * @param rate of sending, in records a second, where latency is measured
 * @param limitSeconds after which a run ends that is not through
 * @param base the arm with the ratio 1
 */
record Case(
        String name,
        Kind kind,
        String question,
        int records,
        int payloadBytes,
        int partitions,
        int keys,
        boolean zipf,
        int workMicros,
        int width,
        int poisonPercent,
        boolean validated,
        String protocol,
        boolean secured,
        boolean sync,
        int rate,
        int warmUpSeconds,
        int limitSeconds,
        List<String> arms,
        String base,
        List<Target> targets) {
    private static final int LEAST_RATE_TO_WARM_UP = 20_000;

    Case {
        arms = List.copyOf(arms);
        targets = List.copyOf(targets);
    }

    static Builder named(String name, Kind kind, String question) {
        return new Builder(name, kind, question);
    }

    /** The same with another number of records. */
    Case withRecords(int count) {
        Builder changed = new Builder(this);
        changed.records = count;
        return changed.build();
    }

    /** The same with another time to warm up. */
    Case withWarmUpSeconds(int seconds) {
        Builder changed = new Builder(this);
        changed.warmUpSeconds = seconds;
        return changed.build();
    }

    /** What warms an arm up once: the same, but where latency is measured so many records that there is something to compile. */
    Case warmingUp() {
        if (kind != Kind.LATENCY) {
            return this;
        }
        Builder changed = new Builder(this);
        changed.rate = Math.max(rate, LEAST_RATE_TO_WARM_UP);
        changed.records = changed.rate * warmUpSeconds;
        return changed.build();
    }

    /** The same with these of its arms only. */
    Case onlyArms(List<String> names) {
        Builder changed = new Builder(this);
        changed.arms = arms.stream().filter(names::contains).toList();
        return changed.build();
    }

    /** What the arms are told, but for the servers and the topic. */
    List<String> pairs() {
        return List.of(
                "records=" + records,
                "payloadBytes=" + payloadBytes,
                "partitions=" + partitions,
                "workMicros=" + workMicros,
                "width=" + width,
                "poison=" + (poisonPercent > 0),
                "validated=" + validated,
                "protocol=" + protocol,
                "timed=" + (kind == Kind.LATENCY),
                "stalled=" + (kind == Kind.HEAP),
                "sync=" + sync,
                "limitSeconds=" + limitSeconds);
    }

    /** Collects a {@link Case}. Not thread-safe. */
    static final class Builder {
        private final String name;
        private final Kind kind;
        private final String question;
        private int records = 1_000_000;
        private int payloadBytes = 285;
        private int partitions = 4;
        private int keys = 50_000;
        private boolean zipf;
        private int workMicros;
        private int width = 64;
        private int poisonPercent;
        private boolean validated;
        private String protocol = "classic";
        private boolean secured;
        private boolean sync;
        private int rate;
        private int warmUpSeconds = 30;
        private int limitSeconds = 120;
        private List<String> arms = List.of();
        private String base = "raw-jackson";
        private final List<Target> targets = new ArrayList<>();

        private Builder(String name, Kind kind, String question) {
            this.name = name;
            this.kind = kind;
            this.question = question;
        }

        private Builder(Case from) {
            this(from.name, from.kind, from.question);
            records = from.records;
            payloadBytes = from.payloadBytes;
            partitions = from.partitions;
            keys = from.keys;
            zipf = from.zipf;
            workMicros = from.workMicros;
            width = from.width;
            poisonPercent = from.poisonPercent;
            validated = from.validated;
            protocol = from.protocol;
            secured = from.secured;
            sync = from.sync;
            rate = from.rate;
            warmUpSeconds = from.warmUpSeconds;
            limitSeconds = from.limitSeconds;
            arms = from.arms;
            base = from.base;
            targets.addAll(from.targets);
        }

        Builder records(int count) {
            records = count;
            return this;
        }

        Builder payloadBytes(int bytes) {
            payloadBytes = bytes;
            return this;
        }

        Builder partitions(int count) {
            partitions = count;
            return this;
        }

        Builder keys(int count) {
            keys = count;
            return this;
        }

        Builder zipf() {
            zipf = true;
            return this;
        }

        /** Blocks so long with each record, so many at the same time. */
        Builder work(int micros, int atATime) {
            workMicros = micros;
            width = atATime;
            return this;
        }

        Builder poisonPercent(int percent) {
            poisonPercent = percent;
            return this;
        }

        Builder validated() {
            validated = true;
            return this;
        }

        Builder protocol(String name) {
            protocol = name;
            return this;
        }

        Builder secured() {
            secured = true;
            return this;
        }

        Builder sync() {
            sync = true;
            return this;
        }

        Builder rate(int recordsPerSecond) {
            rate = recordsPerSecond;
            return this;
        }

        Builder warmUpSeconds(int seconds) {
            warmUpSeconds = seconds;
            return this;
        }

        Builder limitSeconds(int seconds) {
            limitSeconds = seconds;
            return this;
        }

        Builder arms(String... names) {
            arms = List.of(names);
            return this;
        }

        Builder base(String arm) {
            base = arm;
            return this;
        }

        Builder target(String arm, String of, double ratio) {
            targets.add(new Target(arm, of, ratio));
            return this;
        }

        Case build() {
            return new Case(
                    name,
                    kind,
                    question,
                    records,
                    payloadBytes,
                    partitions,
                    keys,
                    zipf,
                    workMicros,
                    width,
                    poisonPercent,
                    validated,
                    protocol,
                    secured,
                    sync,
                    rate,
                    warmUpSeconds,
                    limitSeconds,
                    arms,
                    base,
                    targets);
        }
    }
}
