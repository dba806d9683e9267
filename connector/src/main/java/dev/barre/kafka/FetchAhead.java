package dev.barre.kafka;

/**
 * How far a member reads ahead of its handlers. A partition that has reached a limit is paused until there is room again. Sizes are
 * those of keys and values. Immutable.
 *
 * @param recordsPerPartition records that were fetched and are not handled; at least 1
 * @param bytesPerPartition their size in bytes; at least 1
 * @param bytesPerMember their size over all partitions of a member, in bytes; at least 1
 * @param uncommittedRecordsPerPartition records between the offset that may be committed and the last one handed to a lane; at least 1
 */
public record FetchAhead(
        int recordsPerPartition, long bytesPerPartition, long bytesPerMember, int uncommittedRecordsPerPartition) {
    private static final FetchAhead DEFAULTS = new FetchAhead(20_000, 8L << 20, 16L << 20, 100_000);

    /** Throws a {@link ConnectorException} where a limit is less than 1. */
    public FetchAhead {
        Arguments.checkPositive("fetchAhead", "recordsPerPartition", recordsPerPartition);
        Arguments.checkPositive("fetchAhead", "bytesPerPartition", bytesPerPartition);
        Arguments.checkPositive("fetchAhead", "bytesPerMember", bytesPerMember);
        Arguments.checkPositive("fetchAhead", "uncommittedRecordsPerPartition", uncommittedRecordsPerPartition);
    }

    /** 20,000 records and 8 MiB of a partition, 16 MiB of a member, 100,000 uncommitted records of a partition. */
    public static FetchAhead defaults() {
        return DEFAULTS;
    }

    /** The same with another limit of records. */
    public FetchAhead recordsPerPartition(int limit) {
        return new FetchAhead(limit, bytesPerPartition, bytesPerMember, uncommittedRecordsPerPartition);
    }

    /** The same with another limit of bytes of a partition. */
    public FetchAhead bytesPerPartition(long limit) {
        return new FetchAhead(recordsPerPartition, limit, bytesPerMember, uncommittedRecordsPerPartition);
    }

    /** The same with another limit of bytes of a member. */
    public FetchAhead bytesPerMember(long limit) {
        return new FetchAhead(recordsPerPartition, bytesPerPartition, limit, uncommittedRecordsPerPartition);
    }

    /** The same with another limit of uncommitted records. */
    public FetchAhead uncommittedRecordsPerPartition(int limit) {
        return new FetchAhead(recordsPerPartition, bytesPerPartition, bytesPerMember, limit);
    }
}
