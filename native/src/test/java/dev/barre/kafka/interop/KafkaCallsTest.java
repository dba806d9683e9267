package dev.barre.kafka.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KafkaCallsTest {
    private final KafkaCalls calls = new KafkaCalls("consumer", TestFailure::new);

    static Stream<Arguments> dispositions() {
        return Stream.of(
                Arguments.of(new TimeoutException("t"), Disposition.RETRIABLE),
                Arguments.of(new NotLeaderOrFollowerException("n"), Disposition.RETRIABLE),
                Arguments.of(new RebalanceInProgressException("r"), Disposition.RETRIABLE),
                Arguments.of(new WakeupException(), Disposition.RETRIABLE),
                Arguments.of(new CommitFailedException("c"), Disposition.NOT_RETRIABLE),
                Arguments.of(new ConfigException("c"), Disposition.NOT_RETRIABLE),
                Arguments.of(new IllegalStateException("i"), Disposition.NOT_RETRIABLE),
                Arguments.of(new KafkaException("k"), Disposition.NOT_RETRIABLE),
                Arguments.of(new Exception("e"), Disposition.NOT_RETRIABLE),
                Arguments.of(new ProducerFencedException("p"), Disposition.FATAL),
                Arguments.of(new AuthenticationException("a"), Disposition.FATAL),
                Arguments.of(new SaslAuthenticationException("s"), Disposition.FATAL),
                Arguments.of(new TopicAuthorizationException("t"), Disposition.FATAL),
                Arguments.of(new InvalidProducerEpochException("i"), Disposition.ABORT_REQUIRED),
                Arguments.of(new TransactionAbortableException("t"), Disposition.ABORT_REQUIRED));
    }

    @Test
    void call_outOfMemory_isFatalAndSaysWhatToLookFor() {
        OutOfMemoryError error = new OutOfMemoryError("Java heap space");

        assertThatThrownBy(() -> calls.call("poll", () -> {
                    throw error;
                }))
                .isInstanceOfSatisfying(TestFailure.class, thrown -> {
                    Failure failure = thrown.failure();
                    assertThat(failure.disposition()).isEqualTo(Disposition.FATAL);
                    assertThat(failure.cause()).isSameAs(error);
                    assertThat(failure.message())
                            .startsWith("poll failed on the consumer: Java heap space.")
                            .contains("decompressed", "protocol", "max.decompressed.message.bytes");
                });
    }

    @Test
    void call_otherError_leavesAsItIs() {
        assertThatThrownBy(() -> calls.call("poll", () -> {
                    throw new StackOverflowError();
                }))
                .isInstanceOf(StackOverflowError.class);
    }

    @ParameterizedTest
    @MethodSource("dispositions")
    void failed_exceptionOfKafka_saysWhatCanBeDone(Throwable thrown, Disposition expected) {
        Failure failure = ((TestFailure) calls.failed("poll", thrown)).failure();

        assertThat(failure.disposition()).isEqualTo(expected);
        assertThat(failure.cause()).isSameAs(thrown);
        assertThat(failure.message())
                .startsWith("poll failed on the consumer: ")
                .endsWith(".");
    }

    @Test
    void rows_subclasses_standBeforeTheirSuperclasses() {
        for (int later = 0; later < ExceptionTable.ROWS.size(); later++) {
            Class<?> type = ExceptionTable.ROWS.get(later).type();
            for (ExceptionTable.Row earlier : ExceptionTable.ROWS.subList(0, later)) {
                assertThat(earlier.type().isAssignableFrom(type))
                        .as("%s is never reached behind %s", type, earlier.type())
                        .isFalse();
            }
        }
    }

    @Test
    void failed_wrappersOfConcurrency_areTakenOff() {
        TimeoutException cause = new TimeoutException("t");

        assertThat(calls.failed("send", new CompletionException(new ExecutionException(cause))))
                .hasCause(cause);
    }

    @Test
    void failed_hiddenCauseOfKafka_isInTheMessage() {
        KafkaException thrown =
                new KafkaException("Failed to construct kafka consumer", new ConfigException("No resolvable urls"));

        assertThat(calls.failed("create", thrown))
                .hasMessageContaining("Failed to construct")
                .hasMessageContaining("No resolvable urls");
    }

    @Test
    void failed_interrupted_restoresTheInterrupt() {
        calls.failed("poll", new InterruptedException());
        assertThat(Thread.interrupted()).isTrue();

        calls.failed("poll", new InterruptException("i"));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void call_error_leavesAsItIs() {
        StackOverflowError error = new StackOverflowError();

        assertThatThrownBy(() -> calls.run("poll", () -> {
                    throw error;
                }))
                .isSameAs(error);
    }

    @Test
    void refused_noCause_isAWholeSentence() {
        assertThat(calls.refused("seek", Disposition.NOT_RETRIABLE, "an offset is negative"))
                .hasMessage("seek failed on the consumer: an offset is negative.")
                .hasNoCause();
    }
}
