package dev.barre.kafka.binding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.barre.kafka.binding.Targets.Event;
import dev.barre.kafka.binding.Targets.Flag;
import dev.barre.kafka.binding.Targets.Point;
import dev.barre.kafka.binding.Targets.Ref;
import dev.barre.kafka.binding.Targets.Shape;
import dev.barre.kafka.binding.Targets.Twin;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BinderTest {
    interface Open {}

    static final class Closed {
        Closed(int a, int b) {
            throw new AssertionError(a + b);
        }
    }

    static <T> Type variable() {
        return new Ref<List<T>>() {}.type();
    }

    static Stream<Type> unsupported() {
        return Stream.of(
                void.class,
                Void.class,
                Open.class,
                Closed.class,
                Runnable.class,
                Twin.class,
                Open[].class,
                variable(),
                new Ref<List<?>>() {}.type(),
                new Ref<Map<String, ? extends Flag>>() {}.type(),
                new Ref<List<Open>>() {}.type(),
                new Ref<Map<String, List<Closed>>>() {}.type(),
                new Ref<Optional<Void>>() {}.type(),
                new Ref<Optional<Optional<Flag>>>() {}.type());
    }

    @ParameterizedTest
    @MethodSource("unsupported")
    void unsupportedType_isFoundBeforeTheFirstRecord(Type type) {
        assertThatThrownBy(() -> Binder.standard().decoder(type))
                .isInstanceOf(UnsupportedTypeException.class)
                .hasMessageStartingWith("Cannot bind to ");
    }

    @Test
    void twins_areRefusedWithAWayOut() {
        assertThatThrownBy(() -> Binder.standard().decoder(Twin.class)).hasStackTraceContaining("@JsonTypeInfo");
    }

    @Test
    void givenMapper_decidesAboutUnknownFieldsAndNames() {
        record Two(int firstField) {}
        Binder binder = Binder.using(JsonMapper.builder()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .build());

        assertThat(binder.decoder(Two.class).decode("{\"first_field\":1,\"x\":2}".getBytes(UTF_8)))
                .isEqualTo(new Bound<>(new Two(1)));
        assertThat(binder.encoder().encode(new Two(1))).asString(UTF_8).isEqualTo("{\"first_field\":1}");
    }

    @Test
    void givenMapper_isCopiedAndKnowsSealedTypes() {
        ObjectMapper mapper = new ObjectMapper();
        Binder binder = Binder.using(mapper);
        mapper.configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

        assertThat(binder.decoder(Flag.class).decode("{\"on\":true,\"x\":1}".getBytes(UTF_8)))
                .isInstanceOf(Failed.class);
        assertThat(binder.decoder(Flag.class).decode("{\"on\":true} 1".getBytes(UTF_8)))
                .isInstanceOf(Failed.class);
        assertThat(binder.decoder(Shape.class).decode("{\"x\":1,\"y\":2}".getBytes(UTF_8)))
                .isEqualTo(new Bound<>(new Point(1, 2)));
        assertThat(binder.decoder(Event.class).decode("{\"kind\":\"created\",\"id\":\"1\"}".getBytes(UTF_8)))
                .isEqualTo(new Bound<>(new Targets.Created("1")));
        assertThat(mapper.isEnabled(DeserializationFeature.FAIL_ON_TRAILING_TOKENS))
                .isFalse();
    }

    @Test
    void cycle_cannotBeEncoded() {
        List<Object> cycle = new java.util.ArrayList<>();
        cycle.add(cycle);

        assertThatThrownBy(() -> Binder.standard().encoder().encode(cycle)).isInstanceOf(EncodingException.class);
    }

    @Test
    void opaqueObject_cannotBeEncoded() {
        assertThatThrownBy(() -> Binder.standard().encoder().encode(new Object()))
                .isInstanceOf(EncodingException.class)
                .hasMessageContaining("java.lang.Object");
    }
}
