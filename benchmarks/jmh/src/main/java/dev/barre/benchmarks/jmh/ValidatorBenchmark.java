package dev.barre.benchmarks.jmh;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.barre.benchmarks.arm.ConstrainedOrder;
import dev.barre.benchmarks.arm.Order;
import dev.barre.kafka.validation.BrokenConstraint;
import dev.barre.kafka.validation.PayloadCheck;
import dev.barre.kafka.validation.PayloadValidator;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A dozen constraints that hold, and a type that has none, beside what Hibernate Validator alone takes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(5)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ValidatorBenchmark {
    private final PayloadValidator validator = PayloadValidator.standard();
    private final PayloadCheck constrained = validator.checkFor(ConstrainedOrder.class);
    private final PayloadCheck unconstrained = validator.checkFor(Order.class);
    private final Validator hibernate = Validation.byDefaultProvider()
            .configure()
            .messageInterpolator(new ParameterMessageInterpolator())
            .buildValidatorFactory()
            .getValidator();
    private final Order order = Order.of(1, 1, 285, new Random(1));
    private final ConstrainedOrder constrainedOrder = constrained(order);

    private static ConstrainedOrder constrained(Order order) {
        try {
            ObjectMapper mapper = new ObjectMapper();
            return mapper.readValue(mapper.writeValueAsBytes(order), ConstrainedOrder.class);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Benchmark
    public List<BrokenConstraint> constrained() {
        return constrained.violations(constrainedOrder);
    }

    @Benchmark
    public Set<ConstraintViolation<ConstrainedOrder>> constrainedWithHibernateAlone() {
        return hibernate.validate(constrainedOrder);
    }

    @Benchmark
    public List<BrokenConstraint> unconstrained() {
        return unconstrained.violations(order);
    }
}
