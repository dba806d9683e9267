package dev.barre.kafka;

import dev.barre.kafka.interop.ClientSettings;
import dev.barre.kafka.interop.ConsumerProperties;
import dev.barre.kafka.interop.PropertyValues;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a {@link Consumer} or a {@link Listener} works (specification 4.1).
 *
 * <pre>{@code
 * ConsumerConfiguration.builder().groupId("billing").topics("orders").offsetReset(OffsetReset.EARLIEST).build();
 * }</pre>
 */
public final class ConsumerConfiguration extends ClientConfiguration {
    private ConsumerConfiguration(PropertyValues values) {
        super(ConsumerProperties.TABLE, values);
    }

    /** A builder in which every field has its default. */
    public static Builder builder() {
        return new Builder(PropertyValues.builder());
    }

    /** A builder in which every field is as it is here. */
    public Builder toBuilder() {
        return new Builder(values().toBuilder());
    }

    /** See {@link Builder#groupId}; empty if there is none. */
    public Optional<String> groupId() {
        return find(ConsumerProperties.GROUP_ID);
    }

    /** See {@link Builder#topics(List)}; empty if there are none. */
    public List<String> topics() {
        return find(ConsumerProperties.TOPICS).orElse(List.of());
    }

    /** See {@link Builder#offsetReset}; empty leaves the choice to Kafka. */
    public Optional<OffsetReset> offsetReset() {
        return find(ConsumerProperties.OFFSET_RESET).map(OffsetReset::valueOf);
    }

    /** See {@link Builder#partitionAssignmentStrategy(List)}; empty leaves the choice to Kafka. */
    public Optional<List<String>> partitionAssignmentStrategy() {
        return find(ConsumerProperties.PARTITION_ASSIGNMENT_STRATEGY);
    }

    /** See {@link Builder#metricsReporterClasses(List)}; empty leaves the choice to Kafka. */
    public Optional<List<String>> metricsReporterClasses() {
        return find(ConsumerProperties.METRICS_REPORTER_CLASSES);
    }

    /** See {@link Builder#interceptorClasses(List)}; empty leaves the choice to Kafka. */
    public Optional<List<String>> interceptorClasses() {
        return find(ConsumerProperties.INTERCEPTOR_CLASSES);
    }

    /** See {@link Builder#isolationLevel}; empty leaves the choice to Kafka. */
    public Optional<IsolationLevel> isolationLevel() {
        return find(ConsumerProperties.ISOLATION_LEVEL).map(IsolationLevel::valueOf);
    }

    /** See {@link Builder#sessionTimeout}; empty leaves the choice to Kafka. */
    public Optional<Duration> sessionTimeout() {
        return find(ConsumerProperties.SESSION_TIMEOUT);
    }

    /** See {@link Builder#heartBeatInterval}; empty leaves the choice to Kafka. */
    public Optional<Duration> heartBeatInterval() {
        return find(ConsumerProperties.HEART_BEAT_INTERVAL);
    }

    /** See {@link Builder#autoCommitInterval}. */
    public Duration autoCommitInterval() {
        return get(ConsumerProperties.AUTO_COMMIT_INTERVAL);
    }

    /** See {@link Builder#maxPartitionFetchBytes}; empty leaves the choice to Kafka. */
    public Optional<Integer> maxPartitionFetchBytes() {
        return find(ConsumerProperties.MAX_PARTITION_FETCH_BYTES);
    }

    /** See {@link Builder#fetchMinBytes}; empty leaves the choice to Kafka. */
    public Optional<Integer> fetchMinBytes() {
        return find(ConsumerProperties.FETCH_MIN_BYTES);
    }

    /** See {@link Builder#fetchMaxBytes}; empty leaves the choice to Kafka. */
    public Optional<Integer> fetchMaxBytes() {
        return find(ConsumerProperties.FETCH_MAX_BYTES);
    }

    /** See {@link Builder#fetchMaxWaitTime}; empty leaves the choice to Kafka. */
    public Optional<Duration> fetchMaxWaitTime() {
        return find(ConsumerProperties.FETCH_MAX_WAIT_TIME);
    }

    /** See {@link Builder#reconnectBackoffTimeMax}; empty leaves the choice to Kafka. */
    public Optional<Duration> reconnectBackoffTimeMax() {
        return find(ConsumerProperties.RECONNECT_BACKOFF_TIME_MAX);
    }

    /** See {@link Builder#retryBackoff}; empty leaves the choice to Kafka. */
    public Optional<Duration> retryBackoff() {
        return find(ConsumerProperties.RETRY_BACKOFF);
    }

    /** See {@link Builder#connectionMaxIdleTime}; empty leaves the choice to Kafka. */
    public Optional<Duration> connectionMaxIdleTime() {
        return find(ConsumerProperties.CONNECTION_MAX_IDLE_TIME);
    }

    /** See {@link Builder#maxPollRecords}. */
    public int maxPollRecords() {
        return get(ConsumerProperties.MAX_POLL_RECORDS);
    }

    /** See {@link Builder#maxPollInterval}; empty leaves the choice to Kafka. */
    public Optional<Duration> maxPollInterval() {
        return find(ConsumerProperties.MAX_POLL_INTERVAL);
    }

    /** See {@link Builder#pollingTimeout}. */
    public Duration pollingTimeout() {
        return get(ConsumerProperties.POLLING_TIMEOUT);
    }

    /** See {@link Builder#pollingInterval}; empty if there is none. */
    public Optional<Duration> pollingInterval() {
        return find(ConsumerProperties.POLLING_INTERVAL);
    }

    /** See {@link Builder#concurrentConsumers}. */
    public int concurrentConsumers() {
        return get(ConsumerProperties.CONCURRENT_CONSUMERS);
    }

    /** See {@link Builder#defaultApiTimeout}; empty leaves the choice to Kafka. */
    public Optional<Duration> defaultApiTimeout() {
        return find(ConsumerProperties.DEFAULT_API_TIMEOUT);
    }

    /** See {@link Builder#autoCommit}. */
    public boolean autoCommit() {
        return get(ConsumerProperties.AUTO_COMMIT);
    }

    /** See {@link Builder#checkCRCS}. */
    public boolean checkCRCS() {
        return get(ConsumerProperties.CHECK_CRCS);
    }

    /** See {@link Builder#excludeInternalTopics}. */
    public boolean excludeInternalTopics() {
        return get(ConsumerProperties.EXCLUDE_INTERNAL_TOPICS);
    }

    /** See {@link Builder#decoupleProcessing}. */
    public boolean decoupleProcessing() {
        return get(ConsumerProperties.DECOUPLE_PROCESSING);
    }

    /** See {@link Builder#validation}. */
    public boolean validation() {
        return get(ConsumerProperties.VALIDATION);
    }

    /** See {@link Builder#autoSeekOnValidationFailure}. */
    public boolean autoSeekOnValidationFailure() {
        return get(ConsumerProperties.AUTO_SEEK_ON_VALIDATION_FAILURE);
    }

    /** See {@link Builder#maxKeyBytes}. */
    public int maxKeyBytes() {
        return get(ConsumerProperties.MAX_KEY_BYTES);
    }

    /** See {@link Builder#maxValueBytes}. */
    public int maxValueBytes() {
        return get(ConsumerProperties.MAX_VALUE_BYTES);
    }

    /** See {@link Builder#maxHeaders}. */
    public int maxHeaders() {
        return get(ConsumerProperties.MAX_HEADERS);
    }

    /** See {@link Builder#maxHeaderBytes}. */
    public int maxHeaderBytes() {
        return get(ConsumerProperties.MAX_HEADER_BYTES);
    }

    /** See {@link Builder#bindingThreads}; empty follows the machine. */
    public Optional<Integer> bindingThreads() {
        return find(ConsumerProperties.BINDING_THREADS);
    }

    /** See {@link Builder#maxNesting}. */
    public int maxNesting() {
        return get(ConsumerProperties.MAX_NESTING);
    }

    @Override
    ClientSettings nativeSettings(List<String> bootstrapServers) {
        return nativeSettings(bootstrapServers, ConsumerProperties.DEFAULT_API_TIMEOUT);
    }

    /** Collects the fields of a {@link ConsumerConfiguration}. Not thread-safe. */
    public static final class Builder extends ClientConfiguration.Builder<Builder> {
        private Builder(PropertyValues.Builder values) {
            super(values);
        }

        /** The consumer group. Needed to subscribe and to commit. Default: none; Kafka property {@code group.id}. */
        public Builder groupId(String groupId) {
            return set(ConsumerProperties.GROUP_ID, groupId);
        }

        /** The topics that are subscribed to from the start. Needs {@link #groupId}. Default: none. */
        public Builder topics(List<String> topics) {
            return set(ConsumerProperties.TOPICS, topics);
        }

        /** {@link #topics(List)} with the names one by one. */
        public Builder topics(String... topics) {
            return setList(ConsumerProperties.TOPICS, topics);
        }

        /**
         * Where reading begins in a partition without a committed offset. Default: {@code LATEST}; Kafka property
         * {@code auto.offset.reset}.
         */
        public Builder offsetReset(OffsetReset offsetReset) {
            return setConstant(ConsumerProperties.OFFSET_RESET, offsetReset);
        }

        /**
         * Classes that deal out partitions, in order of preference, each a {@code ConsumerPartitionAssignor} of Kafka.
         * Default: range, then cooperative sticky; Kafka property {@code partition.assignment.strategy}.
         */
        public Builder partitionAssignmentStrategy(List<String> classNames) {
            return set(ConsumerProperties.PARTITION_ASSIGNMENT_STRATEGY, classNames);
        }

        /** {@link #partitionAssignmentStrategy(List)} with the names one by one. */
        public Builder partitionAssignmentStrategy(String... classNames) {
            return setList(ConsumerProperties.PARTITION_ASSIGNMENT_STRATEGY, classNames);
        }

        /**
         * Classes that metrics are reported to, each a {@code MetricsReporter} of Kafka. Default: JMX; Kafka property
         * {@code metric.reporters}.
         */
        public Builder metricsReporterClasses(List<String> classNames) {
            return set(ConsumerProperties.METRICS_REPORTER_CLASSES, classNames);
        }

        /** {@link #metricsReporterClasses(List)} with the names one by one. */
        public Builder metricsReporterClasses(String... classNames) {
            return setList(ConsumerProperties.METRICS_REPORTER_CLASSES, classNames);
        }

        /**
         * Classes that see the records of each poll, as bytes, each a {@code ConsumerInterceptor} of Kafka. Default:
         * none; Kafka property {@code interceptor.classes}.
         */
        public Builder interceptorClasses(List<String> classNames) {
            return set(ConsumerProperties.INTERCEPTOR_CLASSES, classNames);
        }

        /** {@link #interceptorClasses(List)} with the names one by one. */
        public Builder interceptorClasses(String... classNames) {
            return setList(ConsumerProperties.INTERCEPTOR_CLASSES, classNames);
        }

        /**
         * Whether records of open and aborted transactions are seen. Default: {@code READ_UNCOMMITTED}; Kafka property
         * {@code isolation.level}.
         */
        public Builder isolationLevel(IsolationLevel isolationLevel) {
            return setConstant(ConsumerProperties.ISOLATION_LEVEL, isolationLevel);
        }

        /**
         * After this time without a heartbeat, in whole milliseconds, the group expels the member. Default: 45 s; Kafka
         * property {@code session.timeout.ms}.
         */
        public Builder sessionTimeout(Duration sessionTimeout) {
            return set(ConsumerProperties.SESSION_TIMEOUT, sessionTimeout);
        }

        /**
         * How often the member tells the group that it is alive, in whole milliseconds. Default: 3 s; Kafka property
         * {@code heartbeat.interval.ms}.
         */
        public Builder heartBeatInterval(Duration heartBeatInterval) {
            return set(ConsumerProperties.HEART_BEAT_INTERVAL, heartBeatInterval);
        }

        /**
         * How often what was accepted is committed under {@link #autoCommit}, in whole milliseconds. Default: 5 s; Kafka
         * property {@code auto.commit.interval.ms}.
         */
        public Builder autoCommitInterval(Duration autoCommitInterval) {
            return set(ConsumerProperties.AUTO_COMMIT_INTERVAL, autoCommitInterval);
        }

        /**
         * How much one fetch takes from one partition, in bytes. Default: 1,048,576; Kafka property
         * {@code max.partition.fetch.bytes}.
         */
        public Builder maxPartitionFetchBytes(int maxPartitionFetchBytes) {
            return set(ConsumerProperties.MAX_PARTITION_FETCH_BYTES, maxPartitionFetchBytes);
        }

        /**
         * For how much the broker waits before it answers a fetch, in bytes. Default: 1; Kafka property
         * {@code fetch.min.bytes}.
         */
        public Builder fetchMinBytes(int fetchMinBytes) {
            return set(ConsumerProperties.FETCH_MIN_BYTES, fetchMinBytes);
        }

        /** How much one fetch takes from a broker, in bytes. Default: 52,428,800; Kafka property {@code fetch.max.bytes}. */
        public Builder fetchMaxBytes(int fetchMaxBytes) {
            return set(ConsumerProperties.FETCH_MAX_BYTES, fetchMaxBytes);
        }

        /**
         * How long the broker holds a fetch for {@link #fetchMinBytes}, in whole milliseconds. Default: 500 ms; Kafka
         * property {@code fetch.max.wait.ms}.
         */
        public Builder fetchMaxWaitTime(Duration fetchMaxWaitTime) {
            return set(ConsumerProperties.FETCH_MAX_WAIT_TIME, fetchMaxWaitTime);
        }

        /**
         * The longest wait before a broken connection is made again, in whole milliseconds. Default: 1 s; Kafka property
         * {@code reconnect.backoff.max.ms}.
         */
        public Builder reconnectBackoffTimeMax(Duration reconnectBackoffTimeMax) {
            return set(ConsumerProperties.RECONNECT_BACKOFF_TIME_MAX, reconnectBackoffTimeMax);
        }

        /**
         * The first wait before a failed request is sent again, in whole milliseconds. Default: 100 ms; Kafka property
         * {@code retry.backoff.ms}.
         */
        public Builder retryBackoff(Duration retryBackoff) {
            return set(ConsumerProperties.RETRY_BACKOFF, retryBackoff);
        }

        /**
         * After this time without use, in whole milliseconds, a connection is closed. Default: 9 min; Kafka property
         * {@code connections.max.idle.ms}.
         */
        public Builder connectionMaxIdleTime(Duration connectionMaxIdleTime) {
            return set(ConsumerProperties.CONNECTION_MAX_IDLE_TIME, connectionMaxIdleTime);
        }

        /** How many records one poll returns at most. Default: 500; Kafka property {@code max.poll.records}. */
        public Builder maxPollRecords(int maxPollRecords) {
            return set(ConsumerProperties.MAX_POLL_RECORDS, maxPollRecords);
        }

        /**
         * After this time without a poll, in whole milliseconds, the group expels the member. Default: 5 min; Kafka
         * property {@code max.poll.interval.ms}.
         */
        public Builder maxPollInterval(Duration maxPollInterval) {
            return set(ConsumerProperties.MAX_POLL_INTERVAL, maxPollInterval);
        }

        /** Listener: how long one poll waits for records. Default: 1 s. */
        public Builder pollingTimeout(Duration pollingTimeout) {
            return set(ConsumerProperties.POLLING_TIMEOUT, pollingTimeout);
        }

        /**
         * Listener: the shortest time between two deliveries of a member. Default: none, records are delivered as they
         * come.
         */
        public Builder pollingInterval(Duration pollingInterval) {
            return set(ConsumerProperties.POLLING_INTERVAL, pollingInterval);
        }

        /** Listener: how many members of the group it runs, each with a thread of its own. Default: 1. */
        public Builder concurrentConsumers(int concurrentConsumers) {
            return set(ConsumerProperties.CONCURRENT_CONSUMERS, concurrentConsumers);
        }

        /**
         * How long a function may take that is called without a duration, in whole milliseconds. Default: 60 s; Kafka
         * property {@code default.api.timeout.ms}.
         */
        public Builder defaultApiTimeout(Duration defaultApiTimeout) {
            return set(ConsumerProperties.DEFAULT_API_TIMEOUT, defaultApiTimeout);
        }

        /**
         * Whether the connector commits what was accepted: on the interval, on a rebalance, on close. Default:
         * {@code true}.
         */
        public Builder autoCommit(boolean autoCommit) {
            return set(ConsumerProperties.AUTO_COMMIT, autoCommit);
        }

        /**
         * Whether the checksums of fetched batches are checked. Default: {@code true}; Kafka property {@code check.crcs}.
         */
        public Builder checkCRCS(boolean checkCRCS) {
            return set(ConsumerProperties.CHECK_CRCS, checkCRCS);
        }

        /**
         * Whether a subscription by pattern leaves out Kafka's own topics. Default: {@code true}; Kafka property
         * {@code exclude.internal.topics}.
         */
        public Builder excludeInternalTopics(boolean excludeInternalTopics) {
            return set(ConsumerProperties.EXCLUDE_INTERNAL_TOPICS, excludeInternalTopics);
        }

        /**
         * Listener: whether each partition is handled in a lane of its own, in parallel to the others. Default:
         * {@code false}.
         */
        public Builder decoupleProcessing(boolean decoupleProcessing) {
            return set(ConsumerProperties.DECOUPLE_PROCESSING, decoupleProcessing);
        }

        /** Whether constraints on bound keys and values are checked. Default: {@code true}. */
        public Builder validation(boolean validation) {
            return set(ConsumerProperties.VALIDATION, validation);
        }

        /**
         * Whether a record that cannot be bound, or breaks a constraint, is logged and passed over, not reported until
         * sought past. Default: {@code true}.
         */
        public Builder autoSeekOnValidationFailure(boolean autoSeekOnValidationFailure) {
            return set(ConsumerProperties.AUTO_SEEK_ON_VALIDATION_FAILURE, autoSeekOnValidationFailure);
        }

        /** The largest key that is bound, in bytes; a record with a larger one is a bad record. Default: 1 MiB. */
        public Builder maxKeyBytes(int maxKeyBytes) {
            return set(ConsumerProperties.MAX_KEY_BYTES, maxKeyBytes);
        }

        /**
         * The largest value that is bound, in bytes, as it is uncompressed; a record with a larger one is a bad record. Default: 64 MiB.
         */
        public Builder maxValueBytes(int maxValueBytes) {
            return set(ConsumerProperties.MAX_VALUE_BYTES, maxValueBytes);
        }

        /** How many headers a record may have; one with more is a bad record. Default: 1,000. */
        public Builder maxHeaders(int maxHeaders) {
            return set(ConsumerProperties.MAX_HEADERS, maxHeaders);
        }

        /**
         * How large the names and values of the headers of a record may be together, in bytes; one with more is a bad record. Default:
         * 1 MiB.
         */
        public Builder maxHeaderBytes(int maxHeaderBytes) {
            return set(ConsumerProperties.MAX_HEADER_BYTES, maxHeaderBytes);
        }

        /**
         * How deep objects, arrays and elements of JSON and XML may be nested; a record with more is a bad record. Default: 500. Very
         * large limits cost stack: a decoder that runs out of it refuses the record as well.
         */
        public Builder maxNesting(int maxNesting) {
            return set(ConsumerProperties.MAX_NESTING, maxNesting);
        }

        /**
         * Consumer: how many threads bind, and validate, what one poll returns, where that is more than a hundred records: the calling
         * one, and daemon threads of the consumer's own that end when they have nothing to do. Constructors and constraints of the payload
         * type run on all of them at the same time; with 1 on the calling thread alone. What another thread takes long for, ten
         * milliseconds at least, the calling one does itself, so that no lock or interrupt of its own keeps a poll from ending. Default:
         * as many as the machine has cores, and no more than 4.
         */
        public Builder bindingThreads(int bindingThreads) {
            return set(ConsumerProperties.BINDING_THREADS, bindingThreads);
        }

        @Override
        public ConsumerConfiguration build() {
            return new ConsumerConfiguration(values());
        }

        @Override
        Builder self() {
            return this;
        }
    }
}
