package dev.barre.kafka.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.barre.kafka.interop.Disposition;
import dev.barre.kafka.interop.Failure;
import dev.barre.kafka.interop.NativeAdmin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The administration of the native layer, here because it needs a broker. */
@ExtendWith(EmbeddedKafkaExtension.class)
class NativeAdminTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final String servers;
    private NativeAdmin admin;

    private static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Failure failure;

        Failed(Failure failure) {
            super(failure.message(), failure.cause());
            this.failure = failure;
        }
    }

    NativeAdminTest(@BootstrapServers String servers) {
        this.servers = servers;
    }

    @BeforeEach
    void open() {
        admin = new NativeAdmin(Map.of("bootstrap.servers", servers), Failed::new);
    }

    @AfterEach
    void close() {
        admin.close();
    }

    @Test
    void createTopic_thenDeleteTopic_comesAndGoes(@GroupId String unique) {
        admin.createTopic(unique, 2, (short) 1, Map.of("cleanup.policy", "compact"), TIMEOUT);

        assertThat(admin.topics(TIMEOUT)).contains(unique);
        assertThat(admin.partitions(unique, TIMEOUT))
                .containsExactly(new TopicPartition(unique, 0), new TopicPartition(unique, 1));

        admin.deleteTopic(unique, TIMEOUT);

        assertThat(admin.topics(TIMEOUT)).doesNotContain(unique);
    }

    @Test
    void endOffsets_partitionNamedTwice_isAnsweredOnce(@Topic String topic) throws Exception {
        Records.write(servers, topic, "a", "b");
        TopicPartition partition = new TopicPartition(topic, 0);

        assertThat(admin.endOffsets(List.of(partition, partition), TIMEOUT)).containsExactly(Map.entry(partition, 2L));
    }

    @Test
    void committedOffsets_groupThatRead_areTheNextToRead(@Topic String topic, @GroupId String group) throws Exception {
        Records.write(servers, topic, "a", "b", "c");
        Records.read(servers, topic, group, "consumer", 3);

        assertThat(admin.committedOffsets(group, TIMEOUT)).containsExactly(Map.entry(new TopicPartition(topic, 0), 3L));
    }

    @Test
    void committedOffsets_unknownGroup_areNone(@GroupId String group) {
        assertThat(admin.committedOffsets(group, TIMEOUT)).isEmpty();
    }

    @Test
    void partitions_unknownTopic_failsByOperation(@GroupId String unique) {
        assertThatThrownBy(() -> admin.partitions(unique, TIMEOUT))
                .isInstanceOf(Failed.class)
                .hasMessageContaining("partitions failed on the admin client");
    }

    @Test
    void everyCall_nobodyAnswers_failsRetriablyInTime() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                NativeAdmin lonely = new NativeAdmin(
                        Map.of("bootstrap.servers", "127.0.0.1:" + silent.getLocalPort()), Failed::new)) {
            long start = System.nanoTime();

            assertThatThrownBy(() -> lonely.topics(Duration.ofMillis(300)))
                    .isInstanceOfSatisfying(
                            Failed.class,
                            failed -> assertThat(failed.failure.disposition()).isEqualTo(Disposition.RETRIABLE));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void close_twice_isQuietAndLaterCallsFail() {
        admin.close();

        assertThatCode(admin::close).doesNotThrowAnyException();
        assertThatThrownBy(() -> admin.topics(TIMEOUT)).isInstanceOf(Failed.class);
    }

    @Test
    void create_unusableAddress_fails() {
        assertThatThrownBy(() -> new NativeAdmin(Map.of("bootstrap.servers", "nonsense"), Failed::new))
                .isInstanceOf(Failed.class)
                .hasMessageContaining("create failed on the admin client");
    }
}
