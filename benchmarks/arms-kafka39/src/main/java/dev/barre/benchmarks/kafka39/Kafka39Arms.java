package dev.barre.benchmarks.kafka39;

import dev.barre.benchmarks.arm.Arm;
import dev.barre.benchmarks.arm.ArmProgram;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** The JVM of an arm of this module. */
final class Kafka39Arms {
    private Kafka39Arms() {}

    /** @param arguments see {@link ArmProgram#serve} */
    public static void main(String[] arguments) throws IOException {
        Map<String, Arm> arms = new HashMap<>(ReactorKafka.ARMS);
        arms.putAll(ParallelConsumer.ARMS);
        ArmProgram.serve(arms, arguments);
    }
}
