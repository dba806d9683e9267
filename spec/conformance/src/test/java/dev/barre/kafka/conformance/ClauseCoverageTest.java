package dev.barre.kafka.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barre.kafka.Caller;
import dev.barre.kafka.Consumer;
import dev.barre.kafka.ConsumerConfiguration;
import dev.barre.kafka.Listener;
import dev.barre.kafka.ListenerOptions;
import dev.barre.kafka.Producer;
import dev.barre.kafka.ProducerConfiguration;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the specification, the tests and the public API against each other; needs no broker. */
class ClauseCoverageTest {
    private final Specification specification = Specification.read();
    private final Map<String, List<String>> tests = ConformanceTests.clausesByTest();

    @Test
    void everyClause_occursOnce() {
        assertThat(specification.clauses()).isNotEmpty().doesNotHaveDuplicates();
    }

    @Test
    void everyClause_hasATest() {
        Set<String> untested = new TreeSet<>(specification.clauses());
        untested.removeAll(tagged());
        System.out.printf(
                "Specification: %d clauses, %d tests, clauses without a test: %s%n",
                specification.clauses().size(), tests.size(), untested.isEmpty() ? "none" : untested);
        assertThat(untested).as("clauses without a test").isEmpty();
    }

    @Test
    void everyTag_namesAClause() {
        assertThat(specification.clauses()).containsAll(tagged());
    }

    @Test
    void everyRow_namesClausesAndTestsThatExistAndBelongTogether() {
        for (Specification.Row row : specification.rows()) {
            assertThat(specification.clauses())
                    .as("clauses of row %s", row.names())
                    .containsAll(row.clauses());
            assertThat(tests.keySet()).as("tests of row %s", row.names()).containsAll(row.tests());
            for (String test : row.tests()) {
                assertThat(tests.get(test))
                        .as("clauses of %s, named in row %s", test, row.names())
                        .containsAnyElementsOf(row.clauses());
            }
        }
    }

    @Test
    void everyFunctionAndField_hasARow() {
        Set<String> mapped = specification.rows().stream()
                .flatMap(row -> row.names().stream())
                .map(name -> name.replaceAll("\\(.*", ""))
                .collect(Collectors.toSet());
        Set<String> expected = new TreeSet<>();
        for (Class<?> type : List.of(Producer.class, Consumer.class, Listener.class, Caller.class)) {
            functions(type).forEach(name -> expected.add(type.getSimpleName() + '.' + name));
        }
        fields(ProducerConfiguration.builder().getClass())
                .forEach(name -> expected.add("ProducerConfiguration." + name));
        fields(ConsumerConfiguration.builder().getClass())
                .forEach(name -> expected.add("ConsumerConfiguration." + name));
        fields(ListenerOptions.builder().getClass()).forEach(name -> expected.add("ListenerOptions." + name));
        expected.removeAll(mapped);
        assertThat(expected).as("functions and fields without a row").isEmpty();
    }

    private static Stream<String> functions(Class<?> type) {
        Set<String> ofObject =
                Arrays.stream(Object.class.getMethods()).map(Method::getName).collect(Collectors.toSet());
        return Arrays.stream(type.getMethods())
                .map(Method::getName)
                .filter(name -> !ofObject.contains(name))
                .distinct();
    }

    private static Stream<String> fields(Class<?> builder) {
        return functions(builder).filter(name -> !name.equals("build"));
    }

    private Set<String> tagged() {
        return tests.values().stream().flatMap(Collection::stream).collect(Collectors.toCollection(TreeSet::new));
    }
}
