package dev.barre.kafka.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.junit.jupiter.api.Test;

class PropertyKindTest {
    private final PropertyKind<Duration> millis = NumberKinds.millis(0);
    private final PropertyKind<Duration> longMillis = NumberKinds.longMillis(0);

    @Property
    void everyIntOfMilliseconds_survivesTheRoundTrip(@ForAll @IntRange int value) {
        Duration span = Duration.ofMillis(value);
        assertThat(millis.problem(span)).isEmpty();
        assertThat(millis.toKafka(span)).isEqualTo(value);
        assertThat(millis.fromKafka(value)).contains(span);
        assertThat(longMillis.toKafka(span)).isEqualTo((long) value);
    }

    @Test
    void negativeSpan_isRefused() {
        assertThat(millis.problem(Duration.ofMillis(-1))).contains("must be at least 0 ms, was PT-0.001S");
        assertThat(millis.problem(Duration.ofNanos(-1))).isPresent();
    }

    @Test
    void spanUnderAMillisecond_isRefusedAndNotTruncated() {
        assertThat(millis.problem(Duration.ofNanos(999_999))).get().asString().contains("whole milliseconds");
        assertThat(millis.problem(Duration.ofMillis(1).plusNanos(1)))
                .get()
                .asString()
                .contains("whole milliseconds");
        assertThat(millis.problem(Duration.ZERO)).isEmpty();
    }

    @Test
    void spanAboveAnIntOfMilliseconds_isRefusedWhereKafkaTakesAnInt() {
        Duration tooLong = Duration.ofMillis(Integer.MAX_VALUE + 1L);
        assertThat(millis.problem(tooLong)).get().asString().contains("at most 2147483647 ms");
        assertThat(longMillis.problem(tooLong)).isEmpty();
        assertThat(longMillis.toKafka(tooLong)).isEqualTo(Integer.MAX_VALUE + 1L);
    }

    @Test
    void spanAboveALongOfMilliseconds_isRefused() {
        assertThat(longMillis.problem(Duration.ofSeconds(Long.MAX_VALUE))).isPresent();
    }

    @Test
    void numbersBelowTheirMinimum_areRefused() {
        assertThat(NumberKinds.count(1).problem(0)).contains("must be at least 1, was 0");
        assertThat(NumberKinds.bytes(0).problem(-1)).contains("must be at least 0, was -1");
        assertThat(NumberKinds.longBytes(0).problem(-1L)).contains("must be at least 0, was -1");
        assertThat(NumberKinds.socketBuffer().problem(-1)).isEmpty();
        assertThat(NumberKinds.socketBuffer().problem(-2)).isPresent();
    }

    @Test
    void blankText_isRefused() {
        assertThat(TextKinds.text().problem(" ")).contains("must not be blank");
        assertThat(TextKinds.text().problem("a")).isEmpty();
    }

    @Test
    void topicsThatCannotExist_areRefused() {
        assertThat(TextKinds.topics().problem(List.of())).contains("must name at least one topic");
        assertThat(TextKinds.topics().problem(List.of("a", ""))).isPresent();
        assertThat(TextKinds.topics().problem(List.of("a,b"))).get().asString().contains("'a,b'");
        assertThat(TextKinds.topics().problem(List.of("a", "b.c_d-e"))).isEmpty();
    }

    @Test
    void classNames_areFoundAndOfTheRightKind() {
        PropertyKind<List<String>> assignors = ClassKinds.classNames(ConsumerPartitionAssignor.class);
        assertThat(assignors.problem(List.of(RangeAssignor.class.getName()))).isEmpty();
        assertThat(assignors.problem(Arrays.asList("no.such.Class", "java.lang.String")))
                .get()
                .asString()
                .contains("no.such.Class, which is not on the class path")
                .contains("java.lang.String, which is not a " + ConsumerPartitionAssignor.class.getName());
        assertThat(assignors.fromKafka(List.of(RangeAssignor.class))).contains(List.of(RangeAssignor.class.getName()));
    }

    @Test
    void constants_becomeTheWordsOfKafkaAndBack() {
        PropertyKind<String> kind = TextKinds.oneOf("Acks", Map.of("ALL", "all", "NONE", "0"), Map.of("-1", "ALL"));
        assertThat(kind.toKafka("ALL")).isEqualTo("all");
        assertThat(kind.fromKafka("0")).contains("NONE");
        assertThat(kind.fromKafka("-1")).contains("ALL");
        assertThat(kind.fromKafka("7")).isEmpty();
        assertThat(kind.problem("SOME")).contains("must be one of [ALL, NONE], was SOME");
    }

    @Test
    void additionalProperties_showOnlyWhatCannotBeSecret() {
        Map<String, String> given = Map.of(
                "batch.size",
                "1",
                "sasl.jaas.config",
                "p4ss",
                "my.token",
                "t0ken",
                "schema.registry.url",
                "http://u:p4ss@host/");
        assertThat(TextKinds.properties().shown(given))
                .isEqualTo("{batch.size=1, my.token=[hidden], sasl.jaas.config=[hidden], "
                        + "schema.registry.url=http://[hidden]@host/}");
    }
}
