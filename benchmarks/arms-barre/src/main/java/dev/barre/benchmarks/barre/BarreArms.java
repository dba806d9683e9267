package dev.barre.benchmarks.barre;

import dev.barre.benchmarks.arm.Arm;
import dev.barre.benchmarks.arm.ArmProgram;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** The JVM of an arm of this module. */
final class BarreArms {
    private BarreArms() {}

    /** @param arguments see {@link ArmProgram#serve} */
    public static void main(String[] arguments) throws IOException {
        Map<String, Arm> arms = new HashMap<>(RawConsumers.ARMS);
        arms.putAll(BarreConsumers.ARMS);
        arms.putAll(BarreListeners.ARMS);
        arms.putAll(Producers.ARMS);
        ArmProgram.serve(arms, arguments);
    }
}
