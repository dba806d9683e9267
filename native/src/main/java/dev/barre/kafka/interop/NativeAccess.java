package dev.barre.kafka.interop;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.ResourceNotFoundException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what on a cluster, and by which password: access control lists and SCRAM users, through Kafka's admin client. Each function
 * blocks until the broker that answers knows of the change, at the longest for its timeout. Thread-safe.
 */
public final class NativeAccess implements AutoCloseable {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration CHECK_INTERVAL = Duration.ofMillis(10);

    /** Kafka's least number of iterations; a random one above it tells a new password from the last. */
    private static final int LEAST_ITERATIONS = 4096;

    private final KafkaCalls calls;
    private final Admin admin;

    /**
     * Makes the client; does not connect yet.
     *
     * @param kafkaProperties Kafka's own properties, {@code bootstrap.servers} at least
     * @param failures makes the exceptions of every function
     */
    public NativeAccess(Map<String, Object> kafkaProperties, FailureFactory failures) {
        this.calls = new KafkaCalls("admin client", failures);
        this.admin = calls.call("create", () -> Admin.create(kafkaProperties));
    }

    /**
     * Lets a user do something from any host.
     *
     * @param operation by Kafka's name, {@code READ}
     * @param resourceType by Kafka's name, {@code TOPIC}
     */
    public void allow(String user, String operation, String resourceType, String name, Duration timeout) {
        AclBinding binding = new AclBinding(
                new ResourcePattern(ResourceType.valueOf(resourceType), name, PatternType.LITERAL),
                new AccessControlEntry("User:" + user, "*", AclOperation.valueOf(operation), AclPermissionType.ALLOW));
        run("allow", timeout, deadline -> {
            get(admin.createAcls(List.of(binding)).all(), deadline);
            while (get(admin.describeAcls(binding.toFilter()).values(), deadline)
                    .isEmpty()) {
                Thread.sleep(CHECK_INTERVAL.toMillis());
            }
        });
    }

    /** Gives a user, who may be new, a password for both SCRAM mechanisms. */
    public void setScramPassword(String user, String password, Duration timeout) {
        int iterations = LEAST_ITERATIONS + ThreadLocalRandom.current().nextInt(LEAST_ITERATIONS);
        run("setScramPassword", timeout, deadline -> {
            // Kafka takes one change of a user in a request.
            for (ScramMechanism mechanism : List.of(ScramMechanism.SCRAM_SHA_256, ScramMechanism.SCRAM_SHA_512)) {
                get(
                        admin.alterUserScramCredentials(List.of(change(user, password, mechanism, iterations)))
                                .all(),
                        deadline);
            }
            while (!isKnown(user, iterations, deadline)) {
                Thread.sleep(CHECK_INTERVAL.toMillis());
            }
        });
    }

    private static UserScramCredentialAlteration change(
            String user, String password, ScramMechanism mechanism, int iterations) {
        return new UserScramCredentialUpsertion(user, new ScramCredentialInfo(mechanism, iterations), password);
    }

    private boolean isKnown(String user, int iterations, Deadline deadline) throws Exception {
        try {
            return get(admin.describeUserScramCredentials(List.of(user)).description(user), deadline)
                    .credentialInfos()
                    .stream()
                    .allMatch(info -> info.iterations() == iterations);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ResourceNotFoundException) {
                return false;
            }
            throw e;
        }
    }

    @FunctionalInterface
    private interface Work {
        void within(Deadline deadline) throws Exception;
    }

    @SuppressWarnings("InterruptedExceptionSwallowed") // KafkaCalls restores the interrupt.
    private void run(String operation, Duration timeout, Work work) {
        try {
            work.within(Deadline.after(timeout));
        } catch (Exception e) {
            throw calls.failed(operation, e);
        }
    }

    private static <T extends @Nullable Object> T get(KafkaFuture<T> future, Deadline deadline) throws Exception {
        return future.get(deadline.remaining().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Stops the client within five seconds. A second close does nothing. */
    @Override
    public void close() {
        calls.run("close", () -> admin.close(CLOSE_TIMEOUT));
    }
}
