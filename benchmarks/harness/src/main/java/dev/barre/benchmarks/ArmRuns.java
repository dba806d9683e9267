package dev.barre.benchmarks;

import dev.barre.benchmarks.Loader.Loaded;
import dev.barre.benchmarks.arm.Answer;
import dev.barre.benchmarks.arm.ArmProgram;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One arm in one case: its JVM, and its runs. Checks that each has handled what was sent. Not thread-safe. */
final class ArmRuns implements AutoCloseable {
    private static final String TOPIC = "orders";
    private static final Duration GRACE = Duration.ofSeconds(150);

    private final Environment environment;
    private final Case measured;
    private final ArmInfo arm;
    private final Broker broker;
    private final @Nullable Loaded loaded;
    private @Nullable ChildJvm jvm;
    private int runs;

    ArmRuns(Environment environment, Case measured, ArmInfo arm, Broker broker, @Nullable Loaded loaded) {
        this.environment = environment;
        this.measured = measured;
        this.arm = arm;
        this.broker = broker;
        this.loaded = loaded;
    }

    /** Fills the topic that all arms of a case consume; null where each run has a topic of its own. */
    static @Nullable Loaded load(Broker broker, Case measured) throws IOException {
        return switch (measured.kind()) {
            case CONSUME, HEAP -> Loader.fill(broker, measured, TOPIC);
            case PRODUCE, LATENCY -> null;
        };
    }

    /** Starts the JVM, where there is none, and warms it up. */
    void warmUp() throws IOException {
        if (jvm == null) {
            List<String> pairs = new ArrayList<>(measured.pairs());
            pairs.addAll(broker.pairs());
            jvm = environment.startArm(measured, arm, pairs);
            long began = System.nanoTime();
            while (System.nanoTime() - began < TimeUnit.SECONDS.toNanos(measured.warmUpSeconds())) {
                run(jvm, measured.warmingUp());
            }
        }
    }

    /** One run that counts. */
    Map<String, Double> run() throws IOException {
        warmUp();
        if (jvm == null) {
            throw new IllegalStateException("No JVM");
        }
        return run(jvm, measured);
    }

    private Map<String, Double> run(ChildJvm in, Case as) throws IOException {
        runs++;
        return switch (measured.kind()) {
            case CONSUME -> consume(in);
            case HEAP -> ask(in, "topic=" + TOPIC, "records=" + loadedTopic().good());
            case PRODUCE -> produce(in);
            case LATENCY -> latency(in, as);
        };
    }

    private Loaded loadedTopic() {
        if (loaded == null) {
            throw new IllegalStateException("Nothing is loaded");
        }
        return loaded;
    }

    private Map<String, Double> consume(ChildJvm in) throws IOException {
        Loaded topic = loadedTopic();
        boolean isBytes = arm.name().equals("raw-bytes");
        long expected = isBytes ? topic.all() : topic.good();
        Map<String, Double> answer = ask(in, "topic=" + TOPIC, "records=" + expected);
        check(answer, expected, isBytes ? topic.bytes() : topic.checksum());
        return answer;
    }

    /** An arm whose time was up is checked for nothing but that it did not do too much. */
    private void check(Map<String, Double> answer, long records, long checksum) throws IOException {
        double handled = number(answer, "handled");
        boolean isCut = handled < records;
        boolean isWithoutKafka = arm.name().equals("bare-threads");
        if (!isWithoutKafka && (handled > records || !isCut && number(answer, "checksum") != checksum)) {
            throw new IOException(String.format(
                    "%s handled %,.0f records with checksum %,.0f, not %,d with %,d",
                    arm.name(), handled, number(answer, "checksum"), records, checksum));
        }
    }

    private static double number(Map<String, Double> answer, String name) throws IOException {
        Double number = answer.get(name);
        if (number == null) {
            throw new IOException("No " + name + " in " + answer);
        }
        return number;
    }

    private Map<String, Double> produce(ChildJvm in) throws IOException {
        String topic = newTopic();
        Map<String, Double> answer = ask(in, "topic=" + topic, "records=" + measured.records());
        long written = broker.removeTopic(topic, measured.partitions());
        if (written != number(answer, "handled")) {
            throw new IOException(String.format(
                    "%s says that %,.0f records were acknowledged, but %,d were written",
                    arm.name(), number(answer, "handled"), written));
        }
        return answer;
    }

    private Map<String, Double> latency(ChildJvm in, Case as) throws IOException {
        String topic = newTopic();
        long records = PacedLoad.records(as);
        try (var producer = Loader.producer(broker, 0)) {
            PacedLoad load = new PacedLoad(as, topic, producer);
            load.sendFirst();
            in.say("topic=" + topic + " records=" + records);
            String line = in.hear(GRACE);
            if (!line.equals(ArmProgram.BEGUN)) {
                throw new IOException(arm.name() + " says " + line);
            }
            load.sendRest();
            Map<String, Double> answer = answer(in);
            check(answer, records, load.checksum());
            return answer;
        } finally {
            broker.removeTopic(topic, measured.partitions());
        }
    }

    private String newTopic() throws IOException {
        String topic = "orders-" + arm.name() + "-" + runs;
        broker.createTopic(topic, measured.partitions());
        return topic;
    }

    private Map<String, Double> ask(ChildJvm in, String... pairs) throws IOException {
        in.say(String.join(" ", pairs));
        return answer(in);
    }

    private Map<String, Double> answer(ChildJvm in) throws IOException {
        String line = in.hear(GRACE.plusSeconds(measured.limitSeconds()));
        if (!line.startsWith(ArmProgram.ANSWER)) {
            throw new IOException(arm.name() + " says " + line);
        }
        return Answer.parse(line.substring(ArmProgram.ANSWER.length()));
    }

    /** Ends the JVM; the next run has a new one. */
    @Override
    public void close() {
        if (jvm != null) {
            jvm.close();
            jvm = null;
        }
    }
}
