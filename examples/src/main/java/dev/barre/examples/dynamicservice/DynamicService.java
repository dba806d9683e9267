package dev.barre.examples.dynamicservice;

import dev.barre.examples.Arrivals;
import dev.barre.examples.ExampleBroker;
import dev.barre.kafka.ConsumerConfiguration;
import dev.barre.kafka.Listener;
import dev.barre.kafka.OffsetReset;
import dev.barre.kafka.Producer;
import dev.barre.kafka.ProducerConfiguration;
import dev.barre.kafka.ProducerRecord;
import dev.barre.kafka.Service;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Exchanges the service of a listener while the program runs: detaching stops the listener gracefully and commits, so the next
 * service goes on exactly where the first one left off.
 */
public final class DynamicService {
    private static final List<String> MORNING = List.of("open", "coffee", "mail");
    private static final List<String> EVENING = List.of("backup", "close");

    private DynamicService() {}

    /** What each service was given, in order. */
    public record Result(List<String> first, List<String> second) {}

    /** Takes {@code --bootstrap-servers}, or runs on a broker in this JVM. */
    public static void main(String[] args) {
        ExampleBroker.run(args, DynamicService::run);
    }

    /** Runs one service for the first tasks and another one for the rest. */
    public static Result run(String bootstrapServers) {
        String topic = ExampleBroker.newTopic(bootstrapServers, "tasks", 1);
        ConsumerConfiguration configuration = ConsumerConfiguration.builder()
                .groupId(topic + "-group")
                .topics(topic)
                .offsetReset(OffsetReset.EARLIEST)
                .build();
        try (Producer producer = Producer.create(bootstrapServers, ProducerConfiguration.durable());
                Listener listener = Listener.create(bootstrapServers, configuration)) {
            List<String> first = serve(listener, producer, topic, MORNING);
            List<String> second = serve(listener, producer, topic, EVENING);
            return new Result(first, second);
        }
    }

    private static List<String> serve(Listener listener, Producer producer, String topic, List<String> tasks) {
        List<String> done = new CopyOnWriteArrayList<>();
        Arrivals expected = new Arrivals(tasks.size());
        Service service = Service.ofPayload(String.class, task -> {
            done.add(task);
            expected.arrived();
        });
        listener.attach(service);
        listener.start();
        tasks.forEach(task -> producer.send(ProducerRecord.of(topic, task)));
        expected.await();
        listener.detach(service);
        return List.copyOf(done);
    }
}
