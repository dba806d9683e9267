package dev.barre.benchmarks.smallrye;

import dev.barre.benchmarks.arm.Order;
import dev.barre.benchmarks.arm.Tally;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Takes what a poll has brought. */
@ApplicationScoped
public class BatchConsumer {
    private final Tally tally = CurrentTally.get();

    /** Called by the channel. */
    @Incoming(SmallRyeArms.CHANNEL)
    public void consume(ConsumerRecords<String, Order> batch) {
        long check = 0;
        int good = 0;
        for (ConsumerRecord<String, Order> consumed : batch) {
            Order order = consumed.value();
            if (order != null) {
                check += tally.work(order);
                good++;
            }
        }
        tally.add(good, check);
    }
}
