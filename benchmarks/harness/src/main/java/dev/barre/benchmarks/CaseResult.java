package dev.barre.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a case has shown, and all that is needed to show it again.
 *
 * @param measured the case as it was run
 * @param date of its end
 * @param arguments of the command
 * @param versions of what the arms stand on, by module and artifact
 * @param rounds how many there were to be
 */
record CaseResult(
        Case measured,
        String date,
        String arguments,
        Machine machine,
        Map<String, String> versions,
        int rounds,
        List<ArmResult> arms) {
    Optional<ArmResult> arm(String name) {
        return arms.stream().filter(arm -> arm.name().equals(name)).findAny();
    }

    /** How an arm compares with another: the median of the ratios of each round. Empty where one of them has no numbers. */
    OptionalDouble ratio(String arm, String base) {
        String metric = measured.kind().metric();
        List<Double> of = arm(arm).map(found -> found.values(metric)).orElse(List.of());
        List<Double> to = arm(base).map(found -> found.values(metric)).orElse(List.of());
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < Math.min(of.size(), to.size()); round++) {
            ratios.add(of.get(round) / to.get(round));
        }
        return ratios.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Statistics.median(ratios));
    }

    /** Whether a target is met; empty where it cannot be said. */
    Optional<Boolean> isMet(Target target) {
        OptionalDouble ratio = ratio(target.arm(), target.base());
        if (ratio.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                measured.kind().isMoreBetter()
                        ? ratio.getAsDouble() >= target.ratio()
                        : ratio.getAsDouble() <= target.ratio());
    }
}
