package dev.barre.benchmarks.smallrye;

import dev.barre.benchmarks.arm.Arm;
import dev.barre.benchmarks.arm.ArmProgram;
import dev.barre.benchmarks.arm.Tally;
import dev.barre.benchmarks.arm.Task;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;

/** The JVM of an arm of this module: each run has a container of its own, configured by system properties. */
final class SmallRyeArms {
    static final String CHANNEL = "orders";

    private static final String PREFIX = "mp.messaging.incoming." + CHANNEL + ".";

    private SmallRyeArms() {}

    /** @param arguments see {@link ArmProgram#serve} */
    public static void main(String[] arguments) throws IOException {
        Map<String, Arm> arms = Map.of(
                "smallrye",
                (task, tally) -> consume(task, tally, RecordConsumer.class, false),
                "smallrye-batch",
                (task, tally) -> consume(task, tally, BatchConsumer.class, true));
        ArmProgram.serve(arms, arguments);
    }

    private static void consume(Task task, Tally tally, Class<?> bean, boolean isBatch) throws InterruptedException {
        Map<String, String> channel = new HashMap<>();
        task.consumerProperties().forEach((name, value) -> channel.put(name, value.toString()));
        channel.put("connector", "smallrye-kafka");
        channel.put("topic", task.topic());
        channel.put("value.deserializer", OrderDeserializer.class.getName());
        channel.put("batch", Boolean.toString(isBatch));
        channel.put("fail-on-deserialization-failure", Boolean.toString(!task.hasPoison()));
        channel.forEach((name, value) -> System.setProperty(PREFIX + name, value));
        // The container before has given the configuration back, and not every bean makes a new one.
        ConfigProvider.getConfig();
        CurrentTally.set(tally);
        try (var container =
                SeContainerInitializer.newInstance().addBeanClasses(bean).initialize()) {
            tally.awaitDone();
        }
    }
}
