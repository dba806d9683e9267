package dev.barre.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barre.examples.badrecords.BadRecordsByHand;
import dev.barre.examples.clientconsumer.ClientConsumer;
import dev.barre.examples.deadletters.ReplayDeadLetters;
import dev.barre.examples.dynamicservice.DynamicService;
import dev.barre.examples.manualcommit.ManualCommit;
import dev.barre.examples.parallel.KeyLanes;
import dev.barre.examples.secured.SecuredConnections;
import dev.barre.examples.transactions.TransactionalProducer;
import dev.barre.kafka.ReplayReport;
import dev.barre.kafka.embedded.BootstrapServers;
import dev.barre.kafka.embedded.EmbeddedKafkaExtension;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EmbeddedKafkaExtension.class)
class ExamplesTest {
    private final String bootstrapServers;

    ExamplesTest(@BootstrapServers String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    @Test
    void clientConsumer_readsAllAndCommitsToTheEnd() {
        ClientConsumer.Result result = ClientConsumer.run(bootstrapServers);

        assertThat(result.readings()).isEqualTo(300);
        assertThat(result.warmest()).isEqualTo(Map.of("room-0", 24.9, "room-1", 24.9, "room-2", 24.9));
        assertThat(result.committed()).isEqualTo(Optional.of(300L));
    }

    @Test
    void manualCommit_commitsFullPagesOnly() {
        assertThat(ManualCommit.run(bootstrapServers)).isEqualTo(new ManualCommit.Result(57, 50));
    }

    @Test
    void dynamicService_secondServiceGoesOnWhereTheFirstLeftOff() {
        DynamicService.Result result = DynamicService.run(bootstrapServers);

        assertThat(result.first()).containsExactly("open", "coffee", "mail");
        assertThat(result.second()).containsExactly("backup", "close");
    }

    @Test
    void badRecordsByHand_goodOnesServedAndBadOnesSetAside() {
        BadRecordsByHand.Result result = BadRecordsByHand.run(bootstrapServers);

        assertThat(result.accounts()).containsExactly("A", "B", "D");
        assertThat(result.unreadable()).containsExactly("offset 1");
        assertThat(result.invalid()).containsExactly("offset 3");
    }

    @Test
    void transactionalProducer_abortedPairIsNeverSeen() {
        TransactionalProducer.Result result = TransactionalProducer.run(bootstrapServers);

        assertThat(result.secondWasRefused()).isTrue();
        assertThat(result.orders()).containsExactly("order first", "order third");
        assertThat(result.invoices()).containsExactly("invoice first", "invoice third");
    }

    @Test
    void replayDeadLetters_whatFailedIsHandledInTheEnd() {
        ReplayReport report = new ReplayReport(5, 5, 0, 0, 0, 0);

        assertThat(ReplayDeadLetters.run(bootstrapServers))
                .isEqualTo(new ReplayDeadLetters.Result(15, 5, report, report, 20));
    }

    @Test
    void securedConnections_carryARecordEach() {
        assertThat(SecuredConnections.run())
                .containsExactly(
                        "TLS: sent and received \"paid over TLS\"",
                        "mutual TLS: sent and received \"paid over mutual TLS\"",
                        "SCRAM: sent and received \"paid over SCRAM\"",
                        "OAuth: sent and received \"paid over OAuth\"");
    }

    @Test
    void keyLanes_keepTheOrderOfEachKeyAndAreFaster() {
        KeyLanes.Result result = KeyLanes.run(bootstrapServers);

        assertThat(result.isInOrder()).isTrue();
        assertThat(result.speedUp()).isGreaterThan(2);
    }
}
