package dev.barre.kafka.embedded;

import dev.barre.kafka.embedded.FaultProxy.Direction;

/**
 * What is wrong with the connections of a {@link FaultProxy}. Immutable.
 *
 * @param nanosToBroker how much later bytes are delivered to the broker
 * @param nanosToClient how much later bytes are delivered to the client
 * @param bytesPerSecond of one direction of one connection
 * @param blackHole whether bytes are lost
 */
record LinkFaults(long nanosToBroker, long nanosToClient, long bytesPerSecond, boolean blackHole) {
    static final LinkFaults NONE = new LinkFaults(0, 0, Long.MAX_VALUE, false);

    LinkFaults withLatency(Direction direction, long nanos) {
        return direction == Direction.TO_BROKER
                ? new LinkFaults(nanos, nanosToClient, bytesPerSecond, blackHole)
                : new LinkFaults(nanosToBroker, nanos, bytesPerSecond, blackHole);
    }

    LinkFaults withBandwidth(long limit) {
        return new LinkFaults(nanosToBroker, nanosToClient, limit, blackHole);
    }

    LinkFaults withBlackHole() {
        return new LinkFaults(nanosToBroker, nanosToClient, bytesPerSecond, true);
    }

    long latencyNanos(Direction direction) {
        return direction == Direction.TO_BROKER ? nanosToBroker : nanosToClient;
    }
}
