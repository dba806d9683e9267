package dev.barre.kafka.binding;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Types that payloads are bound to in tests. */
final class Targets {
    private Targets() {}

    enum Colour {
        RED,
        GREEN {
            @Override
            boolean isCalm() {
                return true;
            }
        };

        boolean isCalm() {
            return false;
        }
    }

    record Line(String article, int quantity, BigDecimal price) {}

    record Order(
            String id,
            long number,
            boolean express,
            double weight,
            LocalDate day,
            Instant placed,
            Colour colour,
            Optional<String> note,
            List<Line> lines,
            Map<String, Integer> stock) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Lenient(int a) {}

    record Flag(boolean on) {}

    record Text(String text) {}

    record Empty() {}

    record Tree(List<Tree> children) {}

    record Envelope<T>(T content) {}

    record Guarded(String secret) {
        Guarded {
            if (secret.startsWith("s3cr3t")) {
                throw new IllegalArgumentException("refused " + secret);
            }
        }
    }

    record Failing(int a) {
        Failing {
            if (a == 1) {
                throw new AssertionError("refused");
            }
        }
    }

    /** The fields of Point are among those of Circle. */
    sealed interface Shape permits Circle, Point, Unit, Group {}

    record Circle(int x, int y, Double radius) implements Shape {}

    record Point(int x, int y) implements Shape {}

    enum Unit implements Shape {
        ONE
    }

    sealed interface Group extends Shape permits Shapes {}

    record Shapes(List<Shape> parts) implements Group {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    sealed interface Event permits Created, Deleted {}

    @JsonTypeName("created")
    record Created(String id) implements Event {}

    @JsonTypeName("deleted")
    record Deleted(String id) implements Event {}

    sealed interface Twin permits Left, Right {}

    record Left(int a) implements Twin {}

    record Right(int a) implements Twin {}

    static final class Bean {
        private String name = "";
        private int size;

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }

        public int getSize() {
            return size;
        }

        public void setSize(int size) {
            this.size = size;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Bean bean && bean.name.equals(name) && bean.size == size;
        }

        @Override
        public int hashCode() {
            return Objects.hash(name, size);
        }
    }

    abstract static class Ref<T> {
        Type type() {
            return ((ParameterizedType) getClass().getGenericSuperclass()).getActualTypeArguments()[0];
        }
    }
}
