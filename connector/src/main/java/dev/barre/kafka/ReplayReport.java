package dev.barre.kafka;

/**
 * What a replay has done so far, in records. Immutable.
 *
 * @param read taken from the dead letter topic
 * @param replayed sent and acknowledged; in a dry run, those that would have been sent
 * @param filtered left because a filter did not want them
 * @param loopProtected left because they were replayed as often as is allowed
 * @param withoutProvenance left because nothing says where they came from
 * @param failed could not be sent; the replay of their partition ended there
 */
public record ReplayReport(
        long read, long replayed, long filtered, long loopProtected, long withoutProvenance, long failed) {
    static final ReplayReport NOTHING = new ReplayReport(0, 0, 0, 0, 0, 0);
}
