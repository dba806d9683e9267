package dev.barre.kafka.securitytest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.barre.kafka.Admin;
import dev.barre.kafka.ClientConfiguration;
import dev.barre.kafka.ConnectorException;
import dev.barre.kafka.Consumer;
import dev.barre.kafka.ConsumerConfiguration;
import dev.barre.kafka.HealthStatus;
import dev.barre.kafka.Listener;
import dev.barre.kafka.ListenerState;
import dev.barre.kafka.OffsetReset;
import dev.barre.kafka.Producer;
import dev.barre.kafka.ProducerConfiguration;
import dev.barre.kafka.ProducerRecord;
import dev.barre.kafka.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The four kinds of clients, each doing the least that shows whether it is let in. */
enum ClientKind {
    PRODUCER {
        @Override
        void use(Access access) {
            try (Producer producer = Producer.create(access.servers(), producing(access))) {
                producer.send(ProducerRecord.of(access.topic(), "hello".getBytes(UTF_8)));
            }
        }
    },
    CONSUMER {
        @Override
        void use(Access access) {
            Instant end = Instant.now().plus(DEADLINE);
            try (Consumer consumer = Consumer.create(access.servers(), consuming(access))) {
                while (consumer.pollPayload(Duration.ofMillis(200), byte[].class)
                        .isEmpty()) {
                    if (Instant.now().isAfter(end)) {
                        throw new IllegalStateException("nothing has come, and nothing was reported");
                    }
                }
            }
        }
    },
    LISTENER {
        @Override
        void use(Access access) throws Exception {
            CompletableFuture<Boolean> ended = new CompletableFuture<>();
            try (Listener listener = Listener.create(access.servers(), consuming(access))) {
                listener.attach(Service.ofPayload(byte[].class, payload -> ended.complete(true))
                        .onError((ConnectorException error) -> ended.completeExceptionally(error)));
                listener.start();
                try {
                    ended.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException silent) {
                    throw new IllegalStateException("nothing has come, and onError was not told", silent);
                } catch (ExecutionException told) {
                    awaitFailed(listener);
                    throw (Exception) told.getCause();
                }
            }
        }
    },
    ADMIN {
        @Override
        void use(Access access) {
            try (Admin admin = Admin.create(access.servers(), producing(access))) {
                if (!admin.topics().contains(access.topic())) {
                    // The brokers show only what one may see; to make it says why.
                    admin.createTopic(access.topic(), 1);
                }
            }
        }
    };

    /** By when a client has done what it should, or has said why not. */
    static final Duration DEADLINE = Duration.ofSeconds(15);

    private static final Duration PATIENCE = Duration.ofSeconds(4);

    /** Returns where the client is let in, and throws what it is told where not. */
    abstract void use(Access access) throws Exception;

    /** What the client was told; empty where it was let in. */
    Optional<Exception> refusal(Access access) {
        try {
            use(access);
            return Optional.empty();
        } catch (Exception e) {
            return Optional.of(e);
        }
    }

    /** The name of its class. */
    String text() {
        return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }

    boolean hasGroup() {
        return this == CONSUMER || this == LISTENER;
    }

    private static void awaitFailed(Listener listener) {
        Instant end = Instant.now().plus(PATIENCE);
        while (listener.state() != ListenerState.FAILED || listener.health().status() != HealthStatus.DOWN) {
            if (Instant.now().isAfter(end)) {
                throw new IllegalStateException("onError was told, but the listener is " + listener.state() + " and "
                        + listener.health().status());
            }
            Thread.onSpinWait();
        }
    }

    static ProducerConfiguration producing(Access access) {
        return with(ProducerConfiguration.durable().toBuilder().maxBlock(PATIENCE), access)
                .build();
    }

    static ConsumerConfiguration consuming(Access access) {
        return with(
                        ConsumerConfiguration.builder()
                                .groupId(access.group())
                                .topics(access.topic())
                                .offsetReset(OffsetReset.EARLIEST)
                                .defaultApiTimeout(PATIENCE),
                        access)
                .build();
    }

    private static <B extends ClientConfiguration.Builder<B>> B with(B builder, Access access) {
        builder.securityProtocol(access.protocol()).requestTimeout(PATIENCE);
        access.socket().ifPresent(builder::secureSocket);
        access.auth().ifPresent(builder::auth);
        return builder;
    }
}
