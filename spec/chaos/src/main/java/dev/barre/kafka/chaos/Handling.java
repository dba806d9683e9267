package dev.barre.kafka.chaos;

/**
 * One call of a handler with one record.
 *
 * @param key the key of the record
 * @param sequence its number among the records of that key
 * @param partition the partition that it came from
 * @param offset where it stands there
 * @param member who handles it, for a message
 */
record Handling(String key, long sequence, int partition, long offset, String member) {
    @Override
    public String toString() {
        return key + "#" + sequence + " at " + partition + "@" + offset + " by " + member;
    }
}
