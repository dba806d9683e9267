package dev.barre.kafka.interop;

import java.util.Optional;

/** Shapes that rules of both clients have. */
final class CommonRules {
    private CommonRules() {}

    /** Broken where {@code smaller} and {@code larger} are both given and the wrong way round. */
    static <T extends Comparable<T>> Optional<String> atMostWhereBothGiven(
            EffectiveProperties in, ClientProperty<T> smaller, ClientProperty<T> larger) {
        return in.isGiven(smaller) && in.isGiven(larger) && in.get(smaller).compareTo(in.get(larger)) > 0
                ? Optional.of(in.said(smaller) + ", more than its limit: " + in.said(larger))
                : Optional.empty();
    }
}
