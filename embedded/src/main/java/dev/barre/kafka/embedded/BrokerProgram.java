package dev.barre.kafka.embedded;

import dev.barre.kafka.embedded.NodeLayout.Listener;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The program of a {@link BrokerProcess}: runs one node until its standard input ends, and says on standard output when
 * the node serves requests.
 */
final class BrokerProgram {
    /** The one line of its output. */
    static final String READY = "ready";

    private static final Logger LOG = LoggerFactory.getLogger(BrokerProgram.class);
    private static final Duration HAND_OVER_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(20);

    private BrokerProgram() {}

    /** What {@link #main} is given: the folder, the ports in the order of the listeners, then {@code name=value} pairs. */
    static List<String> arguments(
            DataFolder folder, Map<Listener, HeldPort> ports, Map<String, String> brokerProperties) {
        List<String> arguments = new ArrayList<>();
        arguments.add(folder.path().toString());
        for (Listener listener : inOrder()) {
            arguments.add(Integer.toString(NodeLayout.port(ports, listener).number()));
        }
        brokerProperties.forEach((name, value) -> arguments.add(name + "=" + value));
        return arguments;
    }

    private static Set<Listener> inOrder() {
        return EnumSet.copyOf(Listener.PLAIN);
    }

    /** Ends the JVM itself: threads of a broker would keep it alive. */
    public static void main(String[] arguments) {
        PrintStream answers = System.out;
        // A logging backend may write to standard output, which nobody reads after the first line.
        System.setOut(System.err);
        CountDownLatch inputEnded = new CountDownLatch(1);
        AtomicBoolean up = new AtomicBoolean();
        Thread watch = new Thread(() -> watch(up, inputEnded), "broker-process-watch");
        watch.setDaemon(true);
        watch.start();
        try {
            Node node = node(arguments);
            node.start();
            up.set(true);
            answers.println(READY);
            answers.flush();
            inputEnded.await();
            node.stopBroker(HAND_OVER_TIMEOUT);
            node.stopControllerUnsucceeded();
            Runtime.getRuntime().halt(0);
        } catch (Throwable e) {
            LOG.error("The broker has failed", e);
            Runtime.getRuntime().halt(1);
        }
    }

    private static Node node(String[] arguments) throws Exception {
        List<String> rest = new ArrayList<>(List.of(arguments));
        DataFolder folder = DataFolder.at(Path.of(rest.remove(0)));
        Map<Listener, HeldPort> ports = new EnumMap<>(Listener.class);
        for (Listener listener : inOrder()) {
            ports.put(listener, HeldPort.take(Integer.parseInt(rest.remove(0))));
        }
        NodeLayout layout = NodeLayout.single(folder, ports);
        Map<String, String> properties = new HashMap<>(BrokerProperties.SHORT_SESSION);
        properties.putAll(NameValues.parse("brokerProperties", rest.toArray(String[]::new)));
        Node node = new Node(layout, BrokerProperties.of(layout, 1, properties));
        if (!node.isFormatted()) {
            node.format(Uuid.randomUuid().toString(), List.of());
        }
        return node;
    }

    /** The input ends when the process at its other end closes it or dies. */
    private static void watch(AtomicBoolean up, CountDownLatch inputEnded) {
        try {
            while (System.in.read() >= 0) {
                // Nothing is said there.
            }
            if (up.get()) {
                inputEnded.countDown();
                Thread.sleep(LONGEST_STOP.toMillis());
            }
        } catch (IOException | InterruptedException e) {
            LOG.error("The broker cannot watch its input", e);
        }
        Runtime.getRuntime().halt(1);
    }
}
