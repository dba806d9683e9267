package dev.barre.kafka;

import static dev.barre.kafka.ListenerFailureTest.numbers;
import static dev.barre.kafka.ListenerRig.awaitSize;
import static org.assertj.core.api.Assertions.assertThat;

import dev.barre.kafka.embedded.BootstrapServers;
import dev.barre.kafka.embedded.EmbeddedKafka;
import dev.barre.kafka.embedded.EmbeddedKafkaCluster;
import dev.barre.kafka.embedded.GroupId;
import dev.barre.kafka.embedded.Topic;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The only broker goes away and comes back. */
@EmbeddedKafkaCluster
class ListenerOutageTest {
    @Test
    void brokerStoppedAndStarted_listenerGoesOnByItself(
            EmbeddedKafka kafka, @BootstrapServers String servers, @Topic String topic, @GroupId String group) {
        List<Integer> seen = new CopyOnWriteArrayList<>();
        List<ConnectorException> errors = new CopyOnWriteArrayList<>();
        try (ListenerRig rig = new ListenerRig(servers, topic, group)) {
            rig.sendRange(0, 0, 10);
            Listener listener = rig.started(
                    rig.config(),
                    Service.ofPayloads(Integer.class, payloads -> seen.addAll(payloads))
                            .onError(error -> errors.add(error)));
            awaitSize(seen, 10);

            kafka.stopNode(0);
            awaitSize(errors, 1);
            assertThat(listener.state()).isEqualTo(ListenerState.RUNNING);
            kafka.startNode(0);

            rig.sendRange(0, 10, 20);
            awaitSize(seen, 20);
            rig.awaitCommitted(0, 20);
            assertThat(errors)
                    .allSatisfy(error -> assertThat(error.isRetriable()).isTrue());
            assertThat(new LinkedHashSet<>(seen)).containsExactlyElementsOf(numbers(0, 20));
            listener.gracefulStop();
            assertThat(listener.state()).isEqualTo(ListenerState.STOPPED);
        }
    }
}
