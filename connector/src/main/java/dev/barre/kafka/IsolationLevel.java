package dev.barre.kafka;

/** Which records of transactions a consumer sees (Kafka property {@code isolation.level}). */
public enum IsolationLevel {
    /** Those of committed transactions, and those outside of any. */
    READ_COMMITTED,
    /** All, those of open and aborted transactions included. */
    READ_UNCOMMITTED
}
