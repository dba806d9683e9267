package dev.barre.kafka.embedded;

import static java.util.Objects.requireNonNull;

import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.platform.commons.support.AnnotationSupport;

/** Finds the cluster of a test in JUnit's stores, which start each once, also in parallel, and close it. Stateless. */
final class ClusterStore {
    private static final Namespace NAMESPACE = Namespace.create(EmbeddedKafkaExtension.class);

    private ClusterStore() {}

    /** The cluster of the nearest class around the test that wants its own, else the one of the whole run. */
    static EmbeddedKafka clusterOf(ExtensionContext context) {
        ExtensionContext current = context;
        while (true) {
            ExtensionContext here = current;
            var own = here.getTestClass()
                    .flatMap(type -> AnnotationSupport.findAnnotation(type, EmbeddedKafkaCluster.class));
            if (own.isPresent()) {
                return cluster(contextOfClass(here), () -> described(own.get()).start());
            }
            if (here.getParent().isEmpty()) {
                return cluster(here, EmbeddedKafka::start);
            }
            current = here.getParent().get();
        }
    }

    /** The outermost context of the same class; those of its methods end too early. */
    private static ExtensionContext contextOfClass(ExtensionContext context) {
        ExtensionContext outermost = context;
        while (outermost.getParent().flatMap(ExtensionContext::getTestClass).equals(context.getTestClass())) {
            outermost = outermost.getParent().orElseThrow();
        }
        return outermost;
    }

    @SuppressWarnings("deprecation") // Its successor computeIfAbsent is not in JUnit 5.
    private static EmbeddedKafka cluster(ExtensionContext owner, Supplier<EmbeddedKafka> start) {
        // A store also answers with what its parents have, hence the owner's id in place of one key for all.
        return requireNonNull(owner.getStore(NAMESPACE)
                .getOrComputeIfAbsent(owner.getUniqueId(), id -> start.get(), EmbeddedKafka.class));
    }

    private static EmbeddedKafka.Builder described(EmbeddedKafkaCluster cluster) {
        EmbeddedKafka.Builder builder = EmbeddedKafka.builder()
                .nodes(cluster.nodes())
                .brokerProperties(NameValues.parse("brokerProperties", cluster.brokerProperties()));
        return cluster.faultProxies() ? builder.withFaultProxies() : builder;
    }
}
