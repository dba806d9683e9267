package dev.barre.benchmarks.arm;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** What an arm is to do in one run, as the harness has said it in {@code name=value} pairs. Immutable. */
public final class Task {
    /** Properties of every client begin with it. */
    private static final String CLIENT = "client.";

    private final Map<String, String> values;

    private Task(Map<String, String> values) {
        this.values = values;
    }

    /** What {@code name=value} pairs say, none of which has a space in it. */
    public static Task of(String... pairs) {
        return new Task(Map.of()).with(pairs);
    }

    /** The same but for what {@code pairs} say. */
    public Task with(String... pairs) {
        Map<String, String> all = new TreeMap<>(values);
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals < 1 || pair.indexOf(' ') >= 0) {
                throw new IllegalArgumentException("Not name=value without spaces: " + pair);
            }
            all.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return new Task(Map.copyOf(all));
    }

    /** The topic to consume, or to produce to. */
    public String topic() {
        return text("topic");
    }

    /** How many good records there are, or are to be sent. */
    public long records() {
        return Long.parseLong(text("records"));
    }

    /** How many partitions the topic has. */
    public int partitions() {
        return Integer.parseInt(text("partitions"));
    }

    /** How many records an arm that can do so handles at the same time. */
    public int width() {
        return Integer.parseInt(text("width"));
    }

    /** For how long a handler blocks with each record, 0 for not at all. */
    public long workNanos() {
        return TimeUnit.MICROSECONDS.toNanos(Long.parseLong(text("workMicros")));
    }

    /** How large a value is to be, in bytes, where the arm makes it. */
    public int payloadBytes() {
        return Integer.parseInt(text("payloadBytes"));
    }

    /** Whether the constraints of a {@link ConstrainedOrder} are to be checked. */
    public boolean isValidated() {
        return Boolean.parseBoolean(text("validated"));
    }

    /** Whether some values cannot be read: they are to be skipped. */
    public boolean hasPoison() {
        return Boolean.parseBoolean(text("poison"));
    }

    /** Whether the latency of each record is to be noted. */
    public boolean isTimed() {
        return Boolean.parseBoolean(text("timed"));
    }

    /** Whether the handler is to stand still for good with the first record. */
    public boolean isStalled() {
        return Boolean.parseBoolean(text("stalled"));
    }

    /** Whether a producer is to wait for each acknowledgement before it sends the next record. */
    public boolean isSync() {
        return Boolean.parseBoolean(text("sync"));
    }

    /** After how much time a run ends that is not through with its records. */
    public Duration limit() {
        return Duration.ofSeconds(Long.parseLong(text("limitSeconds")));
    }

    /** The servers. */
    public String servers() {
        return text(CLIENT + "bootstrap.servers");
    }

    /** What every client needs to come to the broker: the servers, and how they are secured. */
    public Map<String, String> clientProperties() {
        Map<String, String> properties = new HashMap<>();
        values.forEach((name, value) -> {
            if (name.startsWith(CLIENT)) {
                properties.put(name.substring(CLIENT.length()), value);
            }
        });
        return properties;
    }

    /** How a consumer says which protocol its group has; nothing where that is the default. */
    public Map<String, String> groupProtocol() {
        String protocol = text("protocol");
        return protocol.equals("classic") ? Map.of() : Map.of("group.protocol", protocol);
    }

    /** What the client of a consumer needs: all of {@link #clientProperties}, a new group, and to begin with the first record. */
    public Map<String, Object> consumerProperties() {
        Map<String, Object> properties = new HashMap<>(clientProperties());
        properties.putAll(groupProtocol());
        properties.put("group.id", newGroup());
        properties.put("auto.offset.reset", "earliest");
        return properties;
    }

    /** What the client of a producer needs: one that waits for each acknowledgement gains nothing by waiting for more to send. */
    public Map<String, Object> producerProperties() {
        Map<String, Object> properties = new HashMap<>(clientProperties());
        if (isSync()) {
            properties.put("linger.ms", 0);
        }
        return properties;
    }

    /** A group that nobody has been in. */
    public String newGroup() {
        return "benchmark-" + UUID.randomUUID();
    }

    /** The value of a name. */
    public String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("Nothing is said about " + name);
        }
        return value;
    }
}
