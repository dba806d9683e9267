package dev.barre.kafka;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The retry topics of the topics of one group, and back. Immutable. */
final class RetryTopicNames {
    private static final int LONGEST_TOPIC = 249;
    private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9._-]+");

    private final String group;
    private final int levels;
    private final Map<String, Place> places = new HashMap<>();

    /**
     * @param topics that the group consumes
     * @param levels how many retry topics each of them has
     * @throws ConfigurationException where a name would not be one of a topic
     */
    RetryTopicNames(Collection<String> topics, String group, int levels) {
        this.group = group;
        this.levels = levels;
        for (String topic : topics) {
            for (int level = 1; level <= levels; level++) {
                places.put(RetryTopics.name(topic, group, level), new Place(topic, level));
            }
        }
        List<String> problems = new ArrayList<>();
        places.keySet().stream()
                .filter(name ->
                        name.length() > LONGEST_TOPIC || !LEGAL.matcher(name).matches())
                .sorted()
                .forEach(name -> problems.add("the retry topic \"" + name + "\" would need a name of at most "
                        + LONGEST_TOPIC + " letters, digits, '.', '_' and '-': choose another groupId."));
        topics.stream()
                .filter(places::containsKey)
                .sorted()
                .forEach(topic -> problems.add("topics has " + topic + ", which is a retry topic of another of them."));
        if (!problems.isEmpty()) {
            throw new ConfigurationException("retryTopics", problems);
        }
    }

    /** Whether {@code name} is one of the retry topics of {@code topic}, whatever their number. */
    static boolean isRetryTopicOf(String topic, String group, String name) {
        return HeaderNumbers.smallNumber(name.substring(name.lastIndexOf('-') + 1))
                .filter(number -> RetryTopics.name(topic, group, number).equals(name))
                .isPresent();
    }

    /** The names of all retry topics, for the subscription. */
    Collection<String> all() {
        return List.copyOf(places.keySet());
    }

    boolean isRetryTopic(String topic) {
        return places.containsKey(topic);
    }

    /** The topic that the records of {@code topic} came from in the beginning: itself where it is no retry topic. */
    String source(String topic) {
        Place place = places.get(topic);
        return place == null ? topic : place.source;
    }

    /** Which retry topic {@code topic} is, from 1 on; 0 where it is none. */
    int level(String topic) {
        Place place = places.get(topic);
        return place == null ? 0 : place.level;
    }

    /** Whether there is a retry topic behind {@code topic}. */
    boolean hasNext(String topic) {
        return level(topic) < levels;
    }

    /** The retry topic behind {@code topic}. */
    String next(String topic) {
        return RetryTopics.name(source(topic), group, level(topic) + 1);
    }

    private record Place(String source, int level) {}
}
