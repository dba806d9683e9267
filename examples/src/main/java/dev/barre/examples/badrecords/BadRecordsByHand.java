package dev.barre.examples.badrecords;

import dev.barre.examples.Arrivals;
import dev.barre.examples.ExampleBroker;
import dev.barre.kafka.Caller;
import dev.barre.kafka.ConnectorException;
import dev.barre.kafka.ConsumerConfiguration;
import dev.barre.kafka.Listener;
import dev.barre.kafka.OffsetReset;
import dev.barre.kafka.PartitionOffset;
import dev.barre.kafka.PayloadBindingException;
import dev.barre.kafka.PayloadValidationException;
import dev.barre.kafka.Producer;
import dev.barre.kafka.ProducerConfiguration;
import dev.barre.kafka.ProducerRecord;
import dev.barre.kafka.Service;
import jakarta.validation.constraints.Positive;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Decides itself what becomes of a bad record: with {@code autoSeekOnValidationFailure(false)} the partition waits at it, and
 * {@code onError} is told where it stands, until somebody seeks past it.
 */
public final class BadRecordsByHand {
    private static final List<String> TRANSFERS = List.of(
            "{\"account\":\"A\",\"cents\":100}",
            "not a transfer at all",
            "{\"account\":\"B\",\"cents\":250}",
            "{\"account\":\"C\",\"cents\":-7}",
            "{\"account\":\"D\",\"cents\":40}");

    private BadRecordsByHand() {}

    /** Money that moves. */
    public record Transfer(String account, @Positive long cents) {}

    /** The accounts that were served, and where the records stood that were set aside. */
    public record Result(List<String> accounts, List<String> unreadable, List<String> invalid) {}

    /** Takes {@code --bootstrap-servers}, or runs on a broker in this JVM. */
    public static void main(String[] args) {
        ExampleBroker.run(args, BadRecordsByHand::run);
    }

    /** Produces five transfers, two of them bad, and gets past them. */
    public static Result run(String bootstrapServers) {
        String topic = ExampleBroker.newTopic(bootstrapServers, "transfers", 1);
        try (Producer producer = Producer.create(bootstrapServers, ProducerConfiguration.durable())) {
            for (String transfer : TRANSFERS) {
                producer.send(ProducerRecord.of(topic, transfer.getBytes(StandardCharsets.UTF_8)));
            }
        }

        ConsumerConfiguration configuration = ConsumerConfiguration.builder()
                .groupId(topic + "-group")
                .topics(topic)
                .offsetReset(OffsetReset.EARLIEST)
                .autoSeekOnValidationFailure(false)
                .build();
        Transfers transfers = new Transfers();
        try (Listener listener = Listener.create(bootstrapServers, configuration)) {
            listener.attach(transfers);
            listener.start();
            transfers.expected.await();
            listener.gracefulStop();
        }
        return new Result(
                List.copyOf(transfers.accounts), List.copyOf(transfers.unreadable), List.copyOf(transfers.invalid));
    }

    static final class Transfers implements Service {
        private final Arrivals expected = new Arrivals(TRANSFERS.size());
        private final List<String> accounts = new CopyOnWriteArrayList<>();
        private final List<String> unreadable = new CopyOnWriteArrayList<>();
        private final List<String> invalid = new CopyOnWriteArrayList<>();

        /** Called by the listener with the good records up to the next bad one. */
        public void onConsumerRecord(List<Transfer> transfers) {
            for (Transfer transfer : transfers) {
                accounts.add(transfer.account());
                expected.arrived();
            }
        }

        /** Called by the listener with the bad one: note where it stands, and go on behind it. */
        public void onError(ConnectorException error, Caller caller) {
            if (error instanceof PayloadBindingException bad) {
                PartitionOffset at = bad.partitionOffset();
                // A validation failure is a binding failure too, so it is asked for first.
                (bad instanceof PayloadValidationException ? invalid : unreadable).add("offset " + at.offset());
                caller.seek(new PartitionOffset(at.partition(), at.offset() + 1));
                expected.arrived();
            }
        }
    }
}
