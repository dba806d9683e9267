package dev.barre.kafka.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

class EmbeddedKafkaExtensionTest {
    /** What the samples below were given; each sample is run by one test only. */
    private static final Set<EmbeddedKafka> CLUSTERS = ConcurrentHashMap.newKeySet();

    private static final Set<String> NAMES = ConcurrentHashMap.newKeySet();

    @BeforeEach
    void forget() {
        CLUSTERS.clear();
        NAMES.clear();
    }

    @Test
    void parameters_everyPlace_areResolvedFromOneCluster() {
        run(EveryPlace.class, EveryPlaceAgain.class)
                .assertStatistics(counts -> counts.succeeded(2).failed(0));

        assertThat(CLUSTERS).hasSize(1);
        assertThat(NAMES).as("a topic or group for each parameter").hasSize(8);
        assertThat(CLUSTERS).allSatisfy(kafka -> assertThat(kafka.dataFolder()).doesNotExist());
    }

    @Test
    void parameters_inParallel_shareOneClusterAndNoTopic() {
        run(InParallel.class).assertStatistics(counts -> counts.succeeded(8).failed(0));

        assertThat(CLUSTERS).hasSize(1);
        assertThat(NAMES).hasSize(8);
    }

    @Test
    void embeddedKafkaCluster_onClass_isItsOwnAndThatOfNestedClasses() {
        run(OwnCluster.class, OwnCluster.Inner.class, EveryPlace.class)
                .assertStatistics(counts -> counts.succeeded(4).failed(0));

        assertThat(CLUSTERS).hasSize(2);
        assertThat(CLUSTERS).extracting(EmbeddedKafka::nodes).containsOnly(1);
        assertThat(CLUSTERS).allSatisfy(kafka -> assertThat(kafka.dataFolder()).doesNotExist());
    }

    @Test
    void parameter_wrongTypeOrPair_failsWithTheReason() {
        Events events = run(WrongParameters.class);

        assertThat(events.failed().stream()
                        .map(event -> event.getRequiredPayload(TestExecutionResult.class)
                                .getThrowable()
                                .orElseThrow()
                                .getMessage()))
                .hasSize(2)
                .anySatisfy(message -> assertThat(message).contains("parameter", "type String"))
                .anySatisfy(message -> assertThat(message).contains("name=value", "compacted"));
    }

    private static Events run(Class<?>... samples) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(Arrays.stream(samples).map(type -> selectClass(type)).toArray(DiscoverySelector[]::new))
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "4")
                .execute()
                .testEvents();
    }

    @ExtendWith(EmbeddedKafkaExtension.class)
    static class EveryPlace {
        EveryPlace(EmbeddedKafka kafka, @Topic String ofConstructor) {
            CLUSTERS.add(kafka);
            NAMES.add(ofConstructor);
        }

        @BeforeAll
        static void beforeAll(@BootstrapServers String servers, @Topic String topic) throws Exception {
            Records.write(servers, topic, "beforeAll");
            NAMES.add(topic);
        }

        @Test
        void method(EmbeddedKafka kafka, @BootstrapServers String servers, @GroupId String group) {
            assertThat(kafka.bootstrapServers()).isEqualTo(servers);
            NAMES.add(group);
        }

        @AfterAll
        static void afterAll(@Topic(partitions = 3, configs = "cleanup.policy=compact") String topic) {
            NAMES.add(topic);
        }
    }

    static class EveryPlaceAgain extends EveryPlace {
        EveryPlaceAgain(EmbeddedKafka kafka, @Topic String ofConstructor) {
            super(kafka, ofConstructor);
        }
    }

    @ExtendWith(EmbeddedKafkaExtension.class)
    @Execution(ExecutionMode.CONCURRENT)
    static class InParallel {
        @RepeatedTest(8)
        void method(EmbeddedKafka kafka, @Topic String topic) throws Exception {
            Records.write(kafka.bootstrapServers(), topic, "mine");
            assertThat(Records.read(kafka.bootstrapServers(), topic, 1)).containsExactly("mine");
            CLUSTERS.add(kafka);
            NAMES.add(topic);
        }
    }

    @EmbeddedKafkaCluster(brokerProperties = "auto.create.topics.enable=false")
    static class OwnCluster {
        @Test
        void first(EmbeddedKafka kafka) {
            CLUSTERS.add(kafka);
        }

        @Test
        void second(EmbeddedKafka kafka) {
            CLUSTERS.add(kafka);
        }

        @Nested
        class Inner {
            @Test
            void third(EmbeddedKafka kafka) {
                CLUSTERS.add(kafka);
            }
        }
    }

    @ExtendWith(EmbeddedKafkaExtension.class)
    static class WrongParameters {
        @Test
        void number(@Topic int topic) {}

        @Test
        void pair(@Topic(configs = "compacted") String topic) {}
    }
}
