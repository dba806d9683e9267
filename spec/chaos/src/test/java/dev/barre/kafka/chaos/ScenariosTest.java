package dev.barre.kafka.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barre.kafka.chaos.Scenario.Reach;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every scenario once, as short as it can be. The long form is {@link ChaosRun}. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(300)
class ScenariosTest {
    private static final long SEED = 1;
    private static final Limit LIMIT = new Limit(1_200, 2, Duration.ZERO);
    private static final int RECORDS_PER_SECOND = 500;

    /** A fault of the cluster hits everybody: such a scenario runs alone, the others run together. */
    private static final ReadWriteLock WHOLE_CLUSTER = new ReentrantReadWriteLock();

    private static Cluster cluster;

    @BeforeAll
    static void startCluster() {
        cluster = Cluster.start();
    }

    @AfterAll
    static void closeCluster() {
        cluster.close();
    }

    static Stream<String> scenarios() {
        return Scenarios.brief().stream().map(Scenario::name);
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void scenario_losesNothingAndKeepsOrder(String name) throws Exception {
        Scenario scenario = Scenarios.brief().stream()
                .filter(each -> each.name().equals(name))
                .findAny()
                .orElseThrow();

        List<TrialResult> results = run(scenario, variants(scenarios().toList().indexOf(name)));

        assertThat(results).hasSize(3).allSatisfy(result -> {
            assertThat(result.findings().toString()).as(result.toString()).isEmpty();
            assertThat(result.produced()).isGreaterThanOrEqualTo(LIMIT.records());
            assertThat(result.handled()).isGreaterThanOrEqualTo(result.produced() - result.deadLettered());
            if (scenario.reach() != Reach.NOBODY) {
                assertThat(result.faults()).isGreaterThanOrEqualTo(LIMIT.faults());
            }
        });
    }

    /** Both protocols and a further variant; lanes and variant are others for the next scenario. */
    private static List<Variant> variants(int scenario) {
        LaneMode[] lanes = LaneMode.values();
        List<Variant> further = Variant.further();
        return List.of(
                Variant.of(Protocol.CLASSIC, lanes[scenario % lanes.length]),
                Variant.of(Protocol.CONSUMER, lanes[(scenario + 2) % lanes.length]),
                further.get(scenario % further.size()));
    }

    private static List<TrialResult> run(Scenario scenario, List<Variant> variants) throws Exception {
        Lock lock = scenario.reach() == Reach.CLUSTER ? WHOLE_CLUSTER.writeLock() : WHOLE_CLUSTER.readLock();
        lock.lockInterruptibly();
        try {
            return new ScenarioRun(scenario, variants, cluster, scenario.name(), LIMIT, RECORDS_PER_SECOND, SEED).run();
        } finally {
            lock.unlock();
        }
    }
}
