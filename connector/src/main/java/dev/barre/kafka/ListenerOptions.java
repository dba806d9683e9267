package dev.barre.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link Listener} handles what it polls: how much at the same time, and what happens when it fails. Every option has a default
 * under which nothing is lost. Immutable; thread-safe as far as the functions are that it was given.
 *
 * <pre>{@code
 * ListenerOptions.builder()
 *         .lanes(Lanes.byKey(64))
 *         .retry(RetryPolicy.standard().attempts(5))
 *         .deadLetters(DeadLetterTopic.withSuffix("-dlt"))
 *         .build();
 * }</pre>
 */
public final class ListenerOptions {
    private static final Duration DEFAULT_STALL_TIMEOUT = Duration.ofSeconds(60);
    private static final ListenerOptions DEFAULTS = builder().build();

    private final Builder given;

    private ListenerOptions(Builder given) {
        this.given = given;
    }

    /** The options in which everything has its default. */
    public static ListenerOptions defaults() {
        return DEFAULTS;
    }

    /** A builder in which every option has its default. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder in which every option is as it is here. */
    public Builder toBuilder() {
        return new Builder(given);
    }

    /** See {@link Builder#lanes}; empty leaves the choice to {@code decoupleProcessing}. */
    public Optional<Lanes> lanes() {
        return Optional.ofNullable(given.lanes);
    }

    /** See {@link Builder#platformThreads}. */
    public boolean platformThreads() {
        return given.platformThreads;
    }

    /** See {@link Builder#retry}. */
    public RetryPolicy retry() {
        if (given.retry != null) {
            return given.retry;
        }
        return given.retryTopics == null ? RetryPolicy.standard() : RetryPolicy.none();
    }

    /** See {@link Builder#deadLetters}; empty if there is none. */
    public Optional<DeadLetterTopic> deadLetters() {
        return Optional.ofNullable(given.deadLetters);
    }

    /** See {@link Builder#whenExhausted}. */
    public WhenExhausted whenExhausted() {
        if (given.whenExhausted != null) {
            return given.whenExhausted;
        }
        return given.deadLetters == null ? WhenExhausted.STOP : WhenExhausted.DEAD_LETTER;
    }

    /** See {@link Builder#retryTopics}; empty if there are none. */
    public Optional<RetryTopics> retryTopics() {
        return Optional.ofNullable(given.retryTopics);
    }

    /** See {@link Builder#fetchAhead}. */
    public FetchAhead fetchAhead() {
        return given.fetchAhead == null ? FetchAhead.defaults() : given.fetchAhead;
    }

    /** See {@link Builder#commitAfter}; empty commits on the interval alone. */
    public Optional<Integer> commitAfter() {
        return Optional.ofNullable(given.commitAfter);
    }

    /** See {@link Builder#rebalanceListener}; empty if there is none. */
    public Optional<RebalanceListener> rebalanceListener() {
        return Optional.ofNullable(given.rebalanceListener);
    }

    /** See {@link Builder#stallTimeout}. */
    public Duration stallTimeout() {
        return given.stallTimeout == null ? DEFAULT_STALL_TIMEOUT : given.stallTimeout;
    }

    /** See {@link Builder#restartOnStall}. */
    public boolean restartOnStall() {
        return given.restartOnStall;
    }

    /** See {@link Builder#rateLimit}; empty if there is none. */
    public Optional<Double> rateLimit() {
        return Optional.ofNullable(given.rateLimit);
    }

    /** See {@link Builder#filter}; empty if there is none. */
    public Optional<RecordFilter> filter() {
        return Optional.ofNullable(given.filter);
    }

    /** See {@link Builder#circuitBreaker}; empty if there is none. */
    public Optional<CircuitBreakerPolicy> circuitBreaker() {
        return Optional.ofNullable(given.circuitBreaker);
    }

    /** The options that were set, with their values. */
    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ", "ListenerOptions{", "}");
        given.values().forEach((option, value) -> text.add(option + "=" + value));
        return text.toString();
    }

    /** Collects {@link ListenerOptions}. Not thread-safe. */
    public static final class Builder {
        private static final Duration SHORTEST = Duration.ofMillis(1);

        private @Nullable Lanes lanes;
        private @Nullable RetryPolicy retry;
        private @Nullable DeadLetterTopic deadLetters;
        private @Nullable WhenExhausted whenExhausted;
        private @Nullable RetryTopics retryTopics;
        private @Nullable FetchAhead fetchAhead;
        private @Nullable Integer commitAfter;
        private @Nullable RebalanceListener rebalanceListener;
        private @Nullable Duration stallTimeout;
        private boolean restartOnStall;
        private boolean platformThreads;
        private @Nullable Double rateLimit;
        private @Nullable RecordFilter filter;
        private @Nullable CircuitBreakerPolicy circuitBreaker;

        /** What is wrong with an option by itself. */
        private final Map<String, String> wrong = new LinkedHashMap<>();

        private Builder() {}

        private Builder(Builder from) {
            lanes = from.lanes;
            retry = from.retry;
            deadLetters = from.deadLetters;
            whenExhausted = from.whenExhausted;
            retryTopics = from.retryTopics;
            fetchAhead = from.fetchAhead;
            commitAfter = from.commitAfter;
            rebalanceListener = from.rebalanceListener;
            stallTimeout = from.stallTimeout;
            restartOnStall = from.restartOnStall;
            platformThreads = from.platformThreads;
            rateLimit = from.rateLimit;
            filter = from.filter;
            circuitBreaker = from.circuitBreaker;
        }

        /**
         * What is handled at the same time. Default: {@link Lanes#sequential}, or {@link Lanes#byPartition} where the configuration
         * says {@code decoupleProcessing}.
         */
        public Builder lanes(Lanes lanes) {
            this.lanes = lanes;
            return given("lanes", lanes);
        }

        /**
         * Whether and when a record whose handler has thrown is handled again. Default: {@link RetryPolicy#standard}, or {@link
         * RetryPolicy#none} with {@link #retryTopics}, which takes limited policies only.
         */
        public Builder retry(RetryPolicy retry) {
            this.retry = retry;
            return given("retry", retry);
        }

        /** Where records go that cannot be read, are rejected, or are not tried again. Default: none. */
        public Builder deadLetters(DeadLetterTopic deadLetters) {
            this.deadLetters = deadLetters;
            return given("deadLetters", deadLetters);
        }

        /**
         * What becomes of a record that is not tried again. Default: {@code DEAD_LETTER} with {@link #deadLetters}, else
         * {@code STOP}.
         */
        public Builder whenExhausted(WhenExhausted whenExhausted) {
            this.whenExhausted = whenExhausted;
            return given("whenExhausted", whenExhausted);
        }

        /**
         * Topics in which a record waits for more attempts when those of {@link #retry} are used up; {@link #whenExhausted} comes
         * after the last. Default: none.
         */
        public Builder retryTopics(RetryTopics retryTopics) {
            this.retryTopics = retryTopics;
            return given("retryTopics", retryTopics);
        }

        /** How far a member reads ahead of its handlers. Default: {@link FetchAhead#defaults}. */
        public Builder fetchAhead(FetchAhead fetchAhead) {
            this.fetchAhead = fetchAhead;
            return given("fetchAhead", fetchAhead);
        }

        /** Under {@code autoCommit}: commits once so many records of a member are settled, beside the interval. Default: none. */
        public Builder commitAfter(int records) {
            this.commitAfter = records;
            return checked("commitAfter", records >= 1, "must be at least 1, but is " + records);
        }

        /** Who hears of partitions that are assigned, revoked and lost. Default: nobody. */
        public Builder rebalanceListener(RebalanceListener rebalanceListener) {
            this.rebalanceListener = rebalanceListener;
            return given("rebalanceListener", rebalanceListener);
        }

        /**
         * A partition with records left in which nothing moves for this long is reported: its handler is stuck, or fails again and
         * again, or nothing is fetched. Default: 60 s.
         */
        public Builder stallTimeout(Duration stallTimeout) {
            this.stallTimeout = stallTimeout;
            if (stallTimeout == null) {
                return given("stallTimeout", null);
            }
            String range = "must be " + SHORTEST + " to " + Arguments.LONGEST_SPAN + ", but is " + stallTimeout;
            return checked("stallTimeout", Arguments.isSpan(stallTimeout, SHORTEST), range);
        }

        /**
         * Whether a member with a handler that does not return, or with a thread that does not poll, is given up and another put in
         * its place. Not where a record only waits for its next attempt. Default: {@code false}.
         */
        public Builder restartOnStall(boolean restartOnStall) {
            this.restartOnStall = restartOnStall;
            return this;
        }

        /**
         * Whether handlers run on platform threads also where the JVM has virtual ones. On Java 21 to 23 a virtual thread that blocks
         * inside {@code synchronized} keeps the thread below it (JEP 491 has ended that in Java 24): where code that handlers call does so,
         * as older drivers of databases do, handlers may wait for each other for ever. Default: {@code false}.
         */
        public Builder platformThreads(boolean platformThreads) {
            this.platformThreads = platformThreads;
            return this;
        }

        /**
         * How many records are handled in a second at most, by all members of the listener together. Time in which less comes is
         * made up for by at most the records of one second. Default: no limit.
         */
        public Builder rateLimit(double recordsPerSecond) {
            this.rateLimit = recordsPerSecond;
            boolean isRate = recordsPerSecond > 0 && Double.isFinite(recordsPerSecond);
            return checked("rateLimit", isRate, "must be a number above 0, but is " + recordsPerSecond);
        }

        /** Which records are delivered. Default: all. */
        public Builder filter(RecordFilter filter) {
            this.filter = filter;
            return given("filter", filter);
        }

        /** When handlers that keep failing are left alone for a while. Default: never. */
        public Builder circuitBreaker(CircuitBreakerPolicy circuitBreaker) {
            this.circuitBreaker = circuitBreaker;
            return given("circuitBreaker", circuitBreaker);
        }

        /**
         * Checks everything and makes the options.
         *
         * @throws ConfigurationException with all that is wrong, if anything is
         */
        public ListenerOptions build() {
            List<String> problems = new ArrayList<>(wrong.values());
            if (whenExhausted == WhenExhausted.DEAD_LETTER && deadLetters == null) {
                problems.add("whenExhausted is DEAD_LETTER, but there is no deadLetters topic.");
            }
            if (retryTopics != null && retry != null && !retry.isLimited()) {
                problems.add(
                        "retryTopics are never reached, because retry has no limit: set its attempts or its totalTime.");
            }
            if (!problems.isEmpty()) {
                throw new ConfigurationException("The listener options", problems);
            }
            return new ListenerOptions(new Builder(this));
        }

        private Builder given(String option, @Nullable Object value) {
            return checked(option, value != null, "must not be null");
        }

        private Builder checked(String option, boolean isRight, String problem) {
            if (isRight) {
                wrong.remove(option);
            } else {
                wrong.put(option, option + " " + problem + ".");
            }
            return this;
        }

        /** What was set, by the name of the option. */
        private Map<String, Object> values() {
            Map<String, @Nullable Object> all = new LinkedHashMap<>();
            all.put("lanes", lanes);
            all.put("retry", retry);
            all.put("deadLetters", deadLetters);
            all.put("whenExhausted", whenExhausted);
            all.put("retryTopics", retryTopics);
            all.put("fetchAhead", fetchAhead);
            all.put("commitAfter", commitAfter);
            all.put("rebalanceListener", typeOf(rebalanceListener));
            all.put("stallTimeout", stallTimeout);
            all.put("restartOnStall", restartOnStall ? true : null);
            all.put("platformThreads", platformThreads ? true : null);
            all.put("rateLimit", rateLimit);
            all.put("filter", typeOf(filter));
            all.put("circuitBreaker", circuitBreaker);
            all.values().removeIf(value -> value == null);
            return all;
        }

        /** The class of an object of the user, whose own text may say anything. */
        private static @Nullable String typeOf(@Nullable Object of) {
            return of == null ? null : of.getClass().getName();
        }
    }
}
