package dev.barre.benchmarks;

/**
 * What an arm of ours is judged by: its ratio to another arm, at least so much where more is better, at most so much where less is.
 *
 * @param arm the name of ours
 * @param base the name of the other
 */
record Target(String arm, String base, double ratio) {}
