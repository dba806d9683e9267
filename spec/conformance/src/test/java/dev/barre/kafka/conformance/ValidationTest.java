package dev.barre.kafka.conformance;

import static dev.barre.kafka.conformance.Clients.assigned;
import static dev.barre.kafka.conformance.Clients.partitions;
import static dev.barre.kafka.conformance.Clients.payloadsUntil;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.barre.kafka.Consumer;
import dev.barre.kafka.ConsumerConfiguration;
import dev.barre.kafka.OffsetReset;
import dev.barre.kafka.PartitionOffset;
import dev.barre.kafka.PayloadBindingException;
import dev.barre.kafka.PayloadValidationException;
import dev.barre.kafka.RecordPart;
import dev.barre.kafka.TypeRef;
import dev.barre.kafka.Violation;
import dev.barre.kafka.embedded.BootstrapServers;
import dev.barre.kafka.embedded.EmbeddedKafkaExtension;
import dev.barre.kafka.embedded.Topic;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Chapter 7. */
@ExtendWith(EmbeddedKafkaExtension.class)
class ValidationTest {
    /** A payload with constraints on what it holds. */
    public record Team(
            @NotEmpty String title,
            @Valid Person lead,
            @NotEmpty List<@Valid Person> members) {}

    /** A key with a constraint. */
    public record Code(@Pattern(regexp = "[A-Z]{3}") String code) {}

    private static Consumer strict(String servers, String topic) {
        Consumer consumer = Consumer.create(
                servers,
                ConsumerConfiguration.builder()
                        .offsetReset(OffsetReset.EARLIEST)
                        .autoSeekOnValidationFailure(false)
                        .build());
        consumer.assign(partitions(topic, 1));
        return consumer;
    }

    private static PayloadValidationException failure(ThrowingCallable poll) {
        PayloadValidationException failure = catchThrowableOfType(PayloadValidationException.class, poll);
        assertThat(failure).isNotNull();
        return failure;
    }

    @Test
    @Clause({"7-1", "7-3"})
    void nestedFields_everyBrokenConstraintIsListed(@BootstrapServers String servers, @Topic String topic) {
        try (RawKafka raw = RawKafka.at(servers);
                Consumer consumer = strict(servers, topic)) {
            raw.write(topic, """
                    {"title":"","lead":{"name":"Ada","age":-4711},"members":[{"name":"Bob","age":1},{"name":" ","age":2}]}
                    """);
            PayloadValidationException failure = failure(() -> payloadsUntil(consumer, 1, Team.class));
            assertThat(failure.violations())
                    .extracting(Violation::path)
                    .containsExactly("lead.age", "members[1].name", "title");
            assertThat(failure.violations())
                    .allSatisfy(violation -> assertThat(violation.message()).isNotBlank());
            assertThat(failure.partitionOffset()).isEqualTo(PartitionOffset.of(topic, 0, 0));
            assertThat(failure.part()).isEqualTo(RecordPart.VALUE);
            assertThat(failure).isInstanceOf(PayloadBindingException.class);
            assertThat(failure.getMessage()).contains("lead.age").doesNotContain("4711");
        }
    }

    @Test
    @Clause({"7-1", "8-6"})
    void keys_areCheckedToo(@BootstrapServers String servers, @Topic String topic) {
        try (RawKafka raw = RawKafka.at(servers);
                Consumer consumer = strict(servers, topic)) {
            raw.write(topic, "{\"code\":\"abc\"}".getBytes(UTF_8), "1".getBytes(UTF_8));
            PayloadValidationException failure =
                    failure(() -> consumer.poll(Clients.PATIENCE, Code.class, Integer.class));
            assertThat(failure.part()).isEqualTo(RecordPart.KEY);
            assertThat(failure.violations()).extracting(Violation::path).containsExactly("code");
            assertThat(consumer.pollPayload(Clients.PATIENCE, Integer.class)).containsExactly(1);
        }
    }

    @Test
    @Clause("7-1")
    void good_payloadsPass_badOnesAreLeftOut(@BootstrapServers String servers, @Topic String topic) {
        try (RawKafka raw = RawKafka.at(servers);
                Consumer consumer = assigned(servers, topic, 1)) {
            raw.write(
                    topic,
                    "{\"name\":\"Ada\",\"age\":36}",
                    "{\"name\":\"\",\"age\":36}",
                    "{\"name\":\"Bob\",\"age\":1}");
            assertThat(payloadsUntil(consumer, 2, Person.class))
                    .containsExactly(new Person("Ada", 36), new Person("Bob", 1));
        }
    }

    @Test
    @Clause("7-2")
    void validationFalse_nothingIsChecked(@BootstrapServers String servers, @Topic String topic) {
        try (RawKafka raw = RawKafka.at(servers);
                Consumer consumer = Consumer.create(
                        servers,
                        ConsumerConfiguration.builder()
                                .offsetReset(OffsetReset.EARLIEST)
                                .validation(false)
                                .build())) {
            consumer.assign(partitions(topic, 1));
            raw.write(topic, "{\"name\":\"\",\"age\":-1}");
            assertThat(payloadsUntil(consumer, 1, Person.class)).containsExactly(new Person("", -1));
        }
    }

    @Test
    @Clause({"7-3", "7-4"})
    void elementsOfContainers_areCheckedWhereTheTypeSaysSo(@BootstrapServers String servers, @Topic String topic) {
        try (RawKafka raw = RawKafka.at(servers);
                Consumer consumer = strict(servers, topic)) {
            raw.write(
                    topic,
                    "[{\"name\":\"Ada\",\"age\":36},{\"name\":\"Bob\",\"age\":-1}]",
                    "{\"x\":{\"name\":\"\",\"age\":1}}");
            PayloadValidationException list =
                    failure(() -> consumer.pollPayload(Clients.PATIENCE, new TypeRef<List<@Valid Person>>() {}));
            assertThat(list.violations()).extracting(Violation::path).containsExactly("[1].age");
            consumer.seek(PartitionOffset.of(topic, 0, 1));
            PayloadValidationException map =
                    failure(() -> consumer.pollPayload(Clients.PATIENCE, new TypeRef<Map<String, @Valid Person>>() {}));
            assertThat(map.violations()).extracting(Violation::path).containsExactly("[*].name");
        }
    }

    @Test
    @Clause({"7-1", "13-1"})
    void tombstone_breaksNoConstraint(@BootstrapServers String servers, @Topic String topic) {
        try (RawKafka raw = RawKafka.at(servers);
                Consumer consumer = strict(servers, topic)) {
            raw.write(topic, "{\"name\":\"Ada\",\"age\":36}".getBytes(UTF_8), null);
            assertThat(consumer.poll(Clients.PATIENCE, Person.class, Person.class))
                    .singleElement()
                    .satisfies(received -> {
                        assertThat(received.key()).isEqualTo(new Person("Ada", 36));
                        assertThat(received.value()).isNull();
                    });
        }
    }
}
