package dev.barre.kafka;

import static dev.barre.kafka.RawRecords.header;
import static dev.barre.kafka.RawRecords.slice;
import static dev.barre.kafka.RawRecords.sliceWith;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.barre.kafka.internal.engine.PartlyHandledException;
import dev.barre.kafka.internal.engine.Recovery;
import dev.barre.kafka.interop.Disposition;
import dev.barre.kafka.interop.RecordSlice;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class ProvenanceTest {
    private static final IllegalStateException BOOM = new IllegalStateException("boom");

    private final Provenance provenance = new Provenance("billing");

    private Headers deadLetter(RecordSlice slice, Throwable cause, int attempts) {
        return provenance.deadLetter(slice, 0, Recovery.Reason.EXHAUSTED, cause, attempts);
    }

    private static List<String> names(Headers headers) {
        List<String> names = new ArrayList<>();
        headers.forEach(header -> names.add(header.name()));
        return names;
    }

    @Test
    void deadLetter_saysWhereItCameFromAndWhy() {
        Headers headers = deadLetter(slice("orders", 3, 57, "v"), BOOM, 4);

        assertThat(headers)
                .isEqualTo(Headers.builder()
                        .add("barre-original-topic", "orders")
                        .add("barre-original-partition", "3")
                        .add("barre-original-offset", "57")
                        .add("barre-original-timestamp", Long.toString(RawRecords.TIME))
                        .add("barre-group", "billing")
                        .add("barre-reason", "exhausted")
                        .add("barre-exception-class", "java.lang.IllegalStateException")
                        .add("barre-exception-message", "boom")
                        .add("barre-attempts", "4")
                        .build());
    }

    @Test
    void headersOfTheUser_stayInOrderWithRepeatsAndNulls() {
        Headers headers = deadLetter(
                slice(
                        "orders",
                        0,
                        1,
                        "v",
                        header("trace", "1"),
                        header("barre-custom", "x"),
                        header("trace", null),
                        header("trace", "3")),
                BOOM,
                1);

        assertThat(names(headers)).startsWith("trace", "barre-custom", "trace", "trace", "barre-original-topic");
        assertThat(headers.strings("trace")).containsExactly("1", null, "3");
    }

    @Test
    void severalDeadLetterTopics_headersDoNotGrowAndPlaceIsThatOfTheFirst() {
        Headers first = deadLetter(slice("orders", 3, 57, "v", header("trace", "1")), BOOM, 4);
        Headers second = new Provenance("undertaker")
                .deadLetter(
                        sliceWith("orders-dlt", 3, 2, first),
                        0,
                        Recovery.Reason.REJECTED,
                        new RuntimeException("again"),
                        1);

        assertThat(names(second)).isEqualTo(names(first));
        DeadLetter read = DeadLetter.from(second).orElseThrow();
        assertThat(read.original()).contains(PartitionOffset.of("orders", 3, 57));
        assertThat(read.originalTimestamp()).hasValue(RawRecords.TIME);
        assertThat(read.group()).contains("undertaker");
        assertThat(read.exceptionMessage()).contains("again");
        assertThat(read.attempts()).hasValue(1);
        assertThat(second.strings("barre-reason")).containsExactly("rejected");
    }

    @Test
    void retryTopics_attemptsAddUpAndPlaceIsThatOfTheFirst() {
        Headers first = provenance.retry(slice("orders", 3, 57, "v"), 0, 4, 1_000);
        assertThat(first.string("barre-retry-attempts")).contains("4");
        assertThat(first.string("barre-retry-due")).contains("1000");

        Headers second = provenance.retry(sliceWith("orders-billing-retry-1", 0, 0, first), 0, 3, 2_000);
        assertThat(second.strings("barre-retry-attempts")).containsExactly("7");
        assertThat(second.strings("barre-retry-due")).containsExactly("2000");

        Headers dead = deadLetter(sliceWith("orders-billing-retry-2", 0, 0, second), BOOM, 1);
        assertThat(dead.string("barre-attempts")).contains("8");
        assertThat(dead.names()).doesNotContain("barre-retry-attempts", "barre-retry-due");
        assertThat(DeadLetter.from(dead).orElseThrow().original()).contains(PartitionOffset.of("orders", 3, 57));
    }

    @Test
    void headersCopiedToAnotherTopicByAService_areNotBelievedThere() {
        Headers retry = provenance.retry(slice("orders", 3, 57, "v"), 0, 4, 1_000);
        Headers dead = deadLetter(sliceWith("invoices", 1, 9, retry), BOOM, 2);

        assertThat(DeadLetter.from(dead).orElseThrow().original()).contains(PartitionOffset.of("invoices", 1, 9));
        assertThat(dead.string("barre-attempts")).contains("2");
    }

    @Test
    void replayed_failureIsGoneAndPlaceAndCountStayThroughTheNextDeadLetter() {
        Headers dead = deadLetter(slice("orders", 3, 57, "v", header("trace", "1")), BOOM, 4);
        Headers back = Provenance.replayed(dead, DeadLetter.from(dead));
        assertThat(names(back))
                .containsExactly(
                        "trace",
                        "barre-original-topic",
                        "barre-original-partition",
                        "barre-original-offset",
                        "barre-original-timestamp",
                        "barre-replays");

        Headers again = deadLetter(sliceWith("orders", 3, 99, back), BOOM, 1);
        DeadLetter read = DeadLetter.from(again).orElseThrow();
        assertThat(read.original()).contains(PartitionOffset.of("orders", 3, 57));
        assertThat(read.replays()).isEqualTo(1);
        assertThat(Provenance.replayed(again, Optional.of(read)).strings("barre-replays"))
                .containsExactly("2");
    }

    @Test
    void replayed_foreignDeadLetter_losesItsHeadersAndKeepsThePlace() {
        Headers spring = RawRecords.headers(DeadLetterTest.spring());
        Headers back = Provenance.replayed(spring, DeadLetter.from(spring));

        assertThat(back.names()).noneMatch(name -> name.startsWith("kafka_dlt-"));
        assertThat(DeadLetter.from(back).orElseThrow().original()).contains(PartitionOffset.of("orders", 7, 1L << 40));
    }

    @Test
    void wrappers_areTakenOff() {
        ConnectorException wrapper =
                new ConnectorException("onConsumerRecord", Disposition.RETRIABLE, "has thrown", BOOM);
        for (Throwable wrapped : List.of(
                new CompletionException(BOOM),
                new ExecutionException(new CompletionException(BOOM)),
                new InvocationTargetException(BOOM),
                new PartlyHandledException(1, BOOM),
                wrapper)) {
            assertThat(Causes.unwrapped(wrapped)).isSameAs(BOOM);
        }
    }

    @Test
    void bindingFailure_isNamedItselfSoThatNoPayloadLeaks() {
        PayloadBindingException binding = new PayloadBindingException(
                "poll",
                false,
                "orders-3@57: the value cannot be bound",
                PartitionOffset.of("orders", 3, 57),
                RecordPart.VALUE,
                new IllegalArgumentException("secret payload"));
        Headers headers = provenance.deadLetter(
                slice("orders", 3, 57, "secret payload"),
                0,
                Recovery.Reason.UNREADABLE,
                new ConnectorException("onConsumerRecord", Disposition.RETRIABLE, "x", binding),
                0);

        assertThat(headers.string("barre-exception-class")).contains(PayloadBindingException.class.getName());
        headers.forEach(header -> assertThat(RawRecords.text(header.value())).doesNotContain("secret"));
    }

    @Test
    void longMessage_isCutTo512BytesAndNoStackTraceIsThere() {
        Headers headers = deadLetter(slice("orders", 0, 0, "v"), new RuntimeException("€".repeat(10_000)), 1);

        assertThat(headers.string("barre-exception-message")).contains("€".repeat(170));
        int size = 0;
        for (Headers.Header header : headers) {
            size += header.name().length() + new String(header.value(), UTF_8).length();
        }
        assertThat(size).isLessThan(1_024);
    }

    @Test
    void noMessage_noHeader() {
        Headers headers = deadLetter(slice("orders", 0, 0, "v"), new RuntimeException(), 1);

        assertThat(headers.contains("barre-exception-message")).isFalse();
    }
}
