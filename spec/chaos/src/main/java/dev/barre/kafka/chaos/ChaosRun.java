package dev.barre.kafka.chaos;

/** x. */
public final class ChaosRun {}
