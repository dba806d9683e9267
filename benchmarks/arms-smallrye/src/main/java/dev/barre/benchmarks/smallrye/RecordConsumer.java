package dev.barre.benchmarks.smallrye;

import dev.barre.benchmarks.arm.Order;
import dev.barre.benchmarks.arm.Tally;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Takes one record at a time. */
@ApplicationScoped
public class RecordConsumer {
    private final Tally tally = CurrentTally.get();

    /** Called by the channel. */
    @Incoming(SmallRyeArms.CHANNEL)
    public void consume(ConsumerRecord<String, Order> consumed) {
        Order order = consumed.value();
        if (order != null) {
            tally.one(order);
        }
    }
}
