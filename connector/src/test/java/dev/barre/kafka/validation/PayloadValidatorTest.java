package dev.barre.kafka.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import jakarta.validation.Valid;
import jakarta.validation.Validation;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Past;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PayloadValidatorTest {
    private static final PayloadValidator VALIDATOR = PayloadValidator.standard();

    record Line(@Min(1) int quantity) {}

    record Order(
            @Size(min = 2, max = 4, message = "two to four letters")
            String id,

            @Pattern(regexp = "[a-z]*") String code,
            @Min(1) @Max(9) int number,
            @Past LocalDate day,

            @DecimalMin(value = "0.5", inclusive = false) @DecimalMax("2")
            BigDecimal price,

            @Size(max = 2) @Valid List<Line> lines,
            List<@Size(min = 2) String> tags,
            Map<String, @Valid Line> stock,
            Optional<@Min(3) Integer> rank) {
        static Order fine() {
            return new Order(
                    "abc",
                    "x",
                    5,
                    LocalDate.of(2000, 1, 1),
                    BigDecimal.ONE,
                    List.of(new Line(1)),
                    List.of("ab"),
                    Map.of("k", new Line(2)),
                    Optional.of(3));
        }
    }

    static class Bean {
        private String name;

        @NotNull
        public String getName() {
            return name;
        }
    }

    static final class Special extends Bean {
        @Min(1)
        int level;
    }

    record Plain(String id, int number) {}

    record OnlyContainer(List<@Valid Line> lines) {}

    record OnlyElements(Set<@Size(min = 2) String> tags) {}

    record OnlyCascade(@Valid Line line) {}

    static class OpenPlain {}

    static final class Constrained extends OpenPlain {
        @Min(1)
        int level;
    }

    sealed interface Shape permits Circle, Point {}

    record Circle(@Min(1) int radius) implements Shape {}

    record Point(int x) implements Shape {}

    record Broken(@Past String notADate) {}

    record Leaky(
            @Size(max = 2, message = "not ${validatedValue}")
            String value) {}

    interface Later {}

    record Grouped(@Min(value = 1, groups = Later.class) int a) {}

    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @Constraint(validatedBy = Ordered.Check.class)
    @interface Ordered {
        String message() default "from after to";

        Class<?>[] groups() default {};

        Class<? extends Payload>[] payload() default {};

        final class Check implements ConstraintValidator<Ordered, Range> {
            @Override
            public boolean isValid(Range range, ConstraintValidatorContext context) {
                if (range.from() < 0) {
                    throw new IllegalStateException("negative");
                }
                return range.from() <= range.to();
            }
        }
    }

    @Ordered
    record Range(int from, int to) {}

    @Test
    void fine_breaksNothing() {
        assertThat(check(Order.class, Order.fine())).isEmpty();
        assertThat(check(Order.class, null)).isEmpty();
    }

    @Test
    void everyConstraint_isListedByPathWithoutTheValue() {
        Order order = new Order(
                "s3cr3t",
                "A",
                10,
                LocalDate.of(9999, 1, 1),
                new BigDecimal("0.5"),
                List.of(new Line(1), new Line(0), new Line(-1)),
                List.of("ab", "c"),
                Map.of("s3cr3t", new Line(0)),
                Optional.of(1));

        assertThat(check(Order.class, order))
                .extracting(BrokenConstraint::path, BrokenConstraint::message)
                .containsExactly(
                        tuple("code", "must match \"[a-z]*\""),
                        tuple("day", "must be a past date"),
                        tuple("id", "two to four letters"),
                        tuple("lines", "size must be between 0 and 2"),
                        tuple("lines[1].quantity", "must be greater than or equal to 1"),
                        tuple("lines[2].quantity", "must be greater than or equal to 1"),
                        tuple("number", "must be less than or equal to 9"),
                        tuple("price", "must be greater than 0.5"),
                        tuple("rank", "must be greater than or equal to 3"),
                        tuple("stock[*].quantity", "must be greater than or equal to 1"),
                        tuple("tags[1]", "size must be between 2 and 2147483647"));
    }

    @Test
    void inclusiveBound_isSaid() {
        record Priced(@DecimalMax("2") BigDecimal price) {}

        assertThat(check(Priced.class, new Priced(BigDecimal.TEN)))
                .containsExactly(new BrokenConstraint("price", "must be less than or equal to 2"));
    }

    @Test
    void bean_isCheckedByItsGettersAndSubclasses() {
        assertThat(check(Bean.class, new Bean()))
                .extracting(BrokenConstraint::path)
                .containsExactly("name");
        assertThat(check(Bean.class, new Special()))
                .extracting(BrokenConstraint::path)
                .containsExactly("level", "name");
    }

    @Test
    void openTypeWithoutConstraints_isCheckedByTheClassOfThePayload() {
        assertThat(check(OpenPlain.class, new OpenPlain())).isEmpty();
        assertThat(check(OpenPlain.class, new Constrained())).hasSize(1);
        assertThat(check(Shape.class, new Circle(0))).hasSize(1);
        assertThat(check(Shape.class, new Point(0))).isEmpty();
        assertThat(check(Object.class, new Circle(0))).hasSize(1);
    }

    @Test
    void containers_areCheckedByElement() {
        assertThat(check(type(new Ref<List<Line>>() {}), Arrays.asList(new Line(1), null, new Line(0))))
                .extracting(BrokenConstraint::path)
                .containsExactly("[2].quantity");
        assertThat(check(Line[].class, new Line[] {new Line(0)}))
                .extracting(BrokenConstraint::path)
                .containsExactly("[0].quantity");
        assertThat(check(type(new Ref<Map<String, Line>>() {}), Map.of("s3cr3t", new Line(0))))
                .extracting(BrokenConstraint::path)
                .containsExactly("[*].quantity");
        assertThat(check(type(new Ref<Optional<Line>>() {}), Optional.of(new Line(0))))
                .extracting(BrokenConstraint::path)
                .containsExactly("quantity");
        assertThat(check(type(new Ref<Optional<Line>>() {}), Optional.empty())).isEmpty();
        assertThat(check(type(new Ref<List<List<Line>>>() {}), List.of(List.of(), List.of(new Line(0)))))
                .extracting(BrokenConstraint::path)
                .containsExactly("[1][0].quantity");
        assertThat(check(type(new Ref<List<Shape>>() {}), List.of(new Point(0), new Circle(0))))
                .extracting(BrokenConstraint::path)
                .containsExactly("[1].radius");
    }

    static Stream<Type> unconstrained() {
        return Stream.of(
                byte[].class,
                String.class,
                int.class,
                Long.class,
                BigDecimal[].class,
                Thread.State.class,
                Plain.class,
                Plain[].class,
                Point.class,
                type(new Ref<List<Plain>>() {}),
                type(new Ref<Map<String, List<String>>>() {}),
                type(new Ref<Optional<Plain>>() {}));
    }

    @ParameterizedTest
    @MethodSource("unconstrained")
    void typeWithoutConstraints_needsNoCheck(Type type) {
        assertThat(VALIDATOR.checkFor(type).isNone()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("deeplyConstrained")
    void deepConstraints_needACheck(Object broken) {
        assertThat(VALIDATOR.checkFor(broken.getClass()).isNone()).isFalse();
        assertThat(check(broken.getClass(), broken)).hasSize(1);
    }

    static Stream<Object> deeplyConstrained() {
        return Stream.of(
                new OnlyContainer(List.of(new Line(0))), new OnlyElements(Set.of("a")), new OnlyCascade(new Line(0)));
    }

    @Test
    void classConstraint_hasAnEmptyPath() {
        assertThat(check(Range.class, new Range(2, 1))).containsExactly(new BrokenConstraint("", "from after to"));
    }

    @Test
    void otherGroups_areNotChecked() {
        assertThat(check(Grouped.class, new Grouped(0))).isEmpty();
    }

    @Test
    void validatedValue_neverReachesTheMessage() {
        Leaky leaky = new Leaky("s3cr3t");

        assertThat(check(Leaky.class, leaky).get(0).message()).doesNotContain("s3cr3t");
    }

    @Test
    void brokenConstraint_isNotSwallowed() {
        assertThatThrownBy(() -> check(Broken.class, new Broken("x")))
                .isInstanceOf(ValidatorFailedException.class)
                .hasMessageContaining(Broken.class.getName())
                .hasCauseInstanceOf(jakarta.validation.ValidationException.class);
        assertThatThrownBy(() -> check(Range.class, new Range(-1, 1))).isInstanceOf(ValidatorFailedException.class);
    }

    @Test
    void givenValidator_isUsed() {
        try (var factory = Validation.byDefaultProvider()
                .configure()
                .messageInterpolator(new ParameterMessageInterpolator())
                .buildValidatorFactory()) {
            PayloadCheck check = PayloadValidator.using(factory.getValidator()).checkFor(Line.class);

            assertThat(check.violations(new Line(0))).hasSize(1);
        }
    }

    @Test
    void standard_isStartedOnceByManyThreads() {
        PayloadValidator fresh = PayloadValidator.standard();

        assertThat(IntStream.range(0, 16)
                        .parallel()
                        .mapToObj(i -> fresh.checkFor(Line.class).violations(new Line(0)))
                        .toList())
                .allMatch(broken -> broken.size() == 1);
    }

    private static List<BrokenConstraint> check(Type type, Object payload) {
        return VALIDATOR.checkFor(type).violations(payload);
    }

    private static Type type(Ref<?> ref) {
        return ((ParameterizedType) ref.getClass().getGenericSuperclass()).getActualTypeArguments()[0];
    }

    abstract static class Ref<T> {}
}
