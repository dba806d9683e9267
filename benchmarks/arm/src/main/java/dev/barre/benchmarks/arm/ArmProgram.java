package dev.barre.benchmarks.arm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The JVM of an arm: a line {@code name=value name=value} on standard input is a run, {@link #ANSWER} with its numbers or {@link #FAILED}
 * with a reason on standard output is the answer. It ends when its input does, so that it never outlives the harness.
 */
public final class ArmProgram {
    /** What an answer begins with. */
    public static final String ANSWER = "answer ";

    /** What a failure begins with. */
    public static final String FAILED = "failed ";

    /** Says that the first record has come, where latency is measured. */
    public static final String BEGUN = "begun";

    private static final long LONGEST_BEGIN_SECONDS = 60;

    private final Arm arm;
    private final Task task;
    private final PrintStream answers;
    private final ScheduledExecutorService timer;

    private ArmProgram(Arm arm, Task task, PrintStream answers, ScheduledExecutorService timer) {
        this.arm = arm;
        this.task = task;
        this.answers = answers;
        this.timer = timer;
    }

    /**
     * Serves one arm until the input ends.
     *
     * @param arms those that there are, by name
     * @param arguments the name of the arm, then {@code name=value} pairs that hold for all runs
     */
    public static void serve(Map<String, Arm> arms, String... arguments) throws IOException {
        Arm arm = arms.get(arguments[0]);
        if (arm == null) {
            throw new IllegalArgumentException("No arm " + arguments[0] + " among " + arms.keySet());
        }
        PrintStream answers = System.out;
        // What libraries print is no answer.
        System.setOut(System.err);
        Task task = Task.of(Arrays.copyOfRange(arguments, 1, arguments.length));
        ScheduledExecutorService timer = Executors.newScheduledThreadPool(2, run -> {
            Thread thread = new Thread(run, "arm-timer");
            thread.setDaemon(true);
            return thread;
        });
        new ArmProgram(arm, task, answers, timer).serve();
        Runtime.getRuntime().halt(0);
    }

    private void serve() throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            try {
                answers.println(ANSWER + run(task.with(line.strip().split(" ", -1))));
            } catch (Exception e) {
                e.printStackTrace();
                answers.println(FAILED + e);
            }
            answers.flush();
        }
    }

    private Answer run(Task run) throws Exception {
        Tally tally = new Tally(run);
        if (run.isStalled()) {
            return stalled(run, tally);
        }
        var cut = timer.schedule(tally::cut, run.limit().toSeconds(), TimeUnit.SECONDS);
        if (run.isTimed()) {
            timer.execute(() -> sayBegun(tally));
        }
        arm.run(run, tally);
        cut.cancel(false);
        return tally.answer();
    }

    private void sayBegun(Tally tally) {
        try {
            if (tally.awaitBegun(LONGEST_BEGIN_SECONDS)) {
                answers.println(BEGUN);
                answers.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is held while the handler stands still; the arm never ends. */
    private Answer stalled(Task run, Tally tally) throws InterruptedException {
        long before = HeldHeap.now();
        Thread thread = new Thread(() -> runStalled(run, tally), "stalled-arm");
        thread.setDaemon(true);
        thread.start();
        if (!tally.awaitBegun(LONGEST_BEGIN_SECONDS)) {
            throw new IllegalStateException("No record has come");
        }
        return new Answer().put("heldMebibytes", (HeldHeap.settled() - before) / 1048576.0);
    }

    private void runStalled(Task run, Tally tally) {
        try {
            arm.run(run, tally);
        } catch (Exception e) {
            e.printStackTrace();
        }
    }
}
