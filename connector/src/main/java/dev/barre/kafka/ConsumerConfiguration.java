package dev.barre.kafka;

import dev.barre.kafka.interop.ClientSettings;
import java.time.Duration;
import java.util.*;

public final class ConsumerConfiguration {
    Map<String, Object> p = new HashMap<>();

    @org.jspecify.annotations.Nullable
    String group;

    List<String> topics = List.of();
    boolean autoSeek = true;
    boolean auto = true;
    int members = 1;
    boolean decouple;
    Duration interval = Duration.ofSeconds(5);

    ClientSettings nativeSettings(List<String> b) {
        Map<String, Object> q = new HashMap<>(p);
        if (group != null) q.put("group.id", group);
        q.put("key.deserializer", "org.apache.kafka.common.serialization.ByteArrayDeserializer");
        q.put("value.deserializer", "org.apache.kafka.common.serialization.ByteArrayDeserializer");
        q.put("enable.auto.commit", "false");
        return ClientSettings.of(b, q);
    }

    public static ConsumerConfiguration make(String group, String... topics) {
        var c = new ConsumerConfiguration();
        c.group = group;
        c.topics = List.of(topics);
        c.p.put("auto.offset.reset", "earliest");
        return c;
    }

    public Optional<String> groupId() {
        return Optional.ofNullable(group);
    }

    public List<String> topics() {
        return topics;
    }

    public boolean autoSeekOnValidationFailure() {
        return autoSeek;
    }

    public boolean autoCommit() {
        return auto;
    }

    public boolean validation() {
        return true;
    }

    public boolean decoupleProcessing() {
        return decouple;
    }

    public Optional<Duration> autoCommitInterval() {
        return Optional.of(interval);
    }

    public Optional<Duration> pollingTimeout() {
        return Optional.empty();
    }

    public Optional<Duration> pollingInterval() {
        return Optional.empty();
    }

    public Optional<Integer> concurrentConsumers() {
        return Optional.of(members);
    }

    public Optional<Duration> maxPollInterval() {
        return Optional.empty();
    }
}
