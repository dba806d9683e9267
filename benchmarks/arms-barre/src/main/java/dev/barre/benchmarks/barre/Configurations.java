package dev.barre.benchmarks.barre;

import dev.barre.benchmarks.arm.Task;
import dev.barre.kafka.ClientConfiguration;
import dev.barre.kafka.ConsumerConfiguration;
import dev.barre.kafka.OffsetReset;
import dev.barre.kafka.ProducerConfiguration;
import dev.barre.kafka.security.SecureSocket;
import dev.barre.kafka.security.SecurityProtocol;
import java.time.Duration;

/** How Barre is told what a task says; everything else has its default. */
final class Configurations {
    private Configurations() {}

    static ConsumerConfiguration consumer(Task task) {
        return secured(ConsumerConfiguration.builder(), task)
                .groupId(task.newGroup())
                .topics(task.topic())
                .offsetReset(OffsetReset.EARLIEST)
                .additionalProperties(task.groupProtocol())
                .build();
    }

    /** As the defaults of Kafka: acknowledged by all, idempotent; without a wait for more to send where each record is waited for. */
    static ProducerConfiguration producer(Task task) {
        var builder = secured(ProducerConfiguration.durable().toBuilder(), task);
        return task.isSync() ? builder.linger(Duration.ZERO).build() : builder.build();
    }

    private static <B extends ClientConfiguration.Builder<B>> B secured(B builder, Task task) {
        String trusted = task.clientProperties().get("ssl.truststore.location");
        return trusted == null
                ? builder
                : builder.securityProtocol(SecurityProtocol.SSL).secureSocket(SecureSocket.of(trusted));
    }
}
