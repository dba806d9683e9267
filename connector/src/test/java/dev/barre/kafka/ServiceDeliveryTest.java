package dev.barre.kafka;

import static dev.barre.kafka.ListenerRig.awaitSize;
import static org.assertj.core.api.Assertions.assertThat;

import dev.barre.kafka.embedded.BootstrapServers;
import dev.barre.kafka.embedded.EmbeddedKafkaExtension;
import dev.barre.kafka.embedded.GroupId;
import dev.barre.kafka.embedded.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every legal shape of {@code onConsumerRecord} gets what it asks for. */
@ExtendWith(EmbeddedKafkaExtension.class)
class ServiceDeliveryTest {
    /** A JSON object. */
    public record Order(String id, int amount) {}

    private static final List<String> ALL = List.of("a:1", "b:2", "tombstone", "c:3");

    static Stream<Named<Function<Consumer<String>, Service>>> shapes() {
        return Stream.of(
                shape(PayloadList::new),
                shape(PayloadArray::new),
                shape(SinglePayload::new),
                shape(RecordList::new),
                shape(RecordArray::new),
                shape(SingleRecord::new),
                shape(CallerLast::new),
                shape(PayloadsBeforeRecords::new),
                shape(PairsOfDifferentTypes::new),
                shape(SinglePair::new),
                shape(WildcardList::new),
                shape(ReturnsAFuture::new),
                shape(Inherited::new),
                shape(RawBytes::new));
    }

    private static Named<Function<Consumer<String>, Service>> shape(Function<Consumer<String>, Service> factory) {
        return Named.of(factory.apply(unused -> {}).getClass().getSimpleName(), factory);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void onConsumerRecord_anyLegalShape_getsEveryRecordInOrder(
            Function<Consumer<String>, Service> shape,
            @BootstrapServers String servers,
            @Topic String topic,
            @GroupId String group) {
        List<String> seen = new CopyOnWriteArrayList<>();
        try (ListenerRig rig = new ListenerRig(servers, topic, group)) {
            rig.send(new Order("a", 1), new Order("b", 2), null, new Order("c", 3));
            rig.started(rig.config(), shape.apply(seen::add));

            awaitSize(seen, ALL.size());
            assertThat(seen).containsExactlyElementsOf(ALL);
            rig.awaitCommitted(0, 4);
        }
    }

    /** Notes an order, or that there was none. */
    abstract static class Noting implements Service {
        private final Consumer<String> seen;

        Noting(Consumer<String> seen) {
            this.seen = seen;
        }

        void note(Order order) {
            seen.accept(order == null ? "tombstone" : order.id() + ":" + order.amount());
        }
    }

    public static final class PayloadList extends Noting {
        PayloadList(Consumer<String> seen) {
            super(seen);
        }

        public void onConsumerRecord(List<Order> payloads) {
            payloads.forEach(this::note);
        }
    }

    public static final class PayloadArray extends Noting {
        PayloadArray(Consumer<String> seen) {
            super(seen);
        }

        public void onConsumerRecord(Caller caller, Order[] payloads) {
            Objects.requireNonNull(caller);
            Arrays.asList(payloads).forEach(this::note);
        }
    }

    public static final class SinglePayload extends Noting {
        SinglePayload(Consumer<String> seen) {
            super(seen);
        }

        public void onConsumerRecord(Order payload) {
            note(payload);
        }
    }

    public static final class RecordList extends Noting {
        RecordList(Consumer<String> seen) {
            super(seen);
        }

        public void onConsumerRecord(Caller caller, List<ConsumerRecord<String, Order>> records) {
            Objects.requireNonNull(caller);
            records.forEach(record -> note(record.value()));
        }
    }

    public static final class RecordArray extends Noting {
        RecordArray(Consumer<String> seen) {
            super(seen);
        }

        public void onConsumerRecord(ConsumerRecord<String, Order>[] records) {
            Arrays.asList(records).forEach(record -> note(record.value()));
        }
    }

    public static final class SingleRecord extends Noting {
        SingleRecord(Consumer<String> seen) {
            super(seen);
        }

        public void onConsumerRecord(ConsumerRecord<String, Order> consumed, Caller caller) {
            Objects.requireNonNull(caller);
            note(consumed.value());
        }
    }

    public static final class CallerLast extends Noting {
        CallerLast(Consumer<String> seen) {
            super(seen);
        }

        public void onConsumerRecord(List<Order> payloads, Caller caller) {
            Objects.requireNonNull(caller);
            payloads.forEach(this::note);
        }
    }

    public static final class PayloadsBeforeRecords extends Noting {
        PayloadsBeforeRecords(Consumer<String> seen) {
            super(seen);
        }

        public void onConsumerRecord(Order[] payloads, Caller caller, List<ConsumerRecord<byte[], Order>> records) {
            Objects.requireNonNull(caller);
            for (int index = 0; index < payloads.length; index++) {
                assertThat(payloads[index]).isSameAs(records.get(index).value());
                note(payloads[index]);
            }
        }
    }

    public static final class PairsOfDifferentTypes extends Noting {
        PairsOfDifferentTypes(Consumer<String> seen) {
            super(seen);
        }

        public void onConsumerRecord(List<ConsumerRecord<byte[], String>> records, List<Order> payloads) {
            for (int index = 0; index < payloads.size(); index++) {
                Order order = payloads.get(index);
                String json = records.get(index).value();
                assertThat(json == null).isEqualTo(order == null);
                if (order != null) {
                    assertThat(json).contains("\"" + order.id() + "\"");
                }
                note(order);
            }
        }
    }

    public static final class SinglePair extends Noting {
        SinglePair(Consumer<String> seen) {
            super(seen);
        }

        public void onConsumerRecord(Order payload, ConsumerRecord<byte[], Order> consumed) {
            assertThat(payload).isSameAs(consumed.value());
            note(payload);
        }
    }

    public static final class WildcardList extends Noting {
        WildcardList(Consumer<String> seen) {
            super(seen);
        }

        public void onConsumerRecord(List<? extends Order> payloads) {
            payloads.forEach(this::note);
        }
    }

    public static final class ReturnsAFuture extends Noting {
        ReturnsAFuture(Consumer<String> seen) {
            super(seen);
        }

        public CompletableFuture<Void> onConsumerRecord(List<Order> payloads) {
            return CompletableFuture.runAsync(() -> payloads.forEach(this::note));
        }
    }

    /** The method comes from a superclass with a type variable of its own, so there is a bridge as well. */
    public static final class Inherited extends Base<Order> {
        Inherited(Consumer<String> seen) {
            super(seen);
        }

        @Override
        public void onConsumerRecord(Order payload) {
            note(payload);
        }
    }

    abstract static class Base<T> extends Noting {
        Base(Consumer<String> seen) {
            super(seen);
        }

        public abstract void onConsumerRecord(T payload);
    }

    public static final class RawBytes extends Noting {
        RawBytes(Consumer<String> seen) {
            super(seen);
        }

        public void onConsumerRecord(byte[] payload) {
            if (payload == null) {
                note(null);
            } else {
                String json = new String(payload, StandardCharsets.UTF_8);
                String id = json.replaceAll(".*\"id\":\"(.)\".*", "$1");
                note(new Order(id, Integer.parseInt(json.replaceAll("\\D", ""))));
            }
        }
    }
}
