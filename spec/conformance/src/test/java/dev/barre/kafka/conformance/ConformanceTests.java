package dev.barre.kafka.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** The compiled tests of this module and the clauses they carry. */
final class ConformanceTests {
    private ConformanceTests() {}

    /** {@code Class#method} of every test that runs, with its clauses. */
    static Map<String, List<String>> clausesByTest() {
        Map<String, List<String>> clauses = new TreeMap<>();
        for (Class<?> type : testClasses()) {
            for (Method method : type.getDeclaredMethods()) {
                if (runs(type, method)) {
                    Clause clause = method.getAnnotation(Clause.class);
                    clauses.put(
                            type.getSimpleName() + '#' + method.getName(),
                            clause == null ? List.of() : List.of(clause.value()));
                }
            }
        }
        return clauses;
    }

    private static boolean runs(Class<?> type, Method method) {
        boolean test = method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class);
        return test && !method.isAnnotationPresent(Disabled.class) && !type.isAnnotationPresent(Disabled.class);
    }

    private static List<Class<?>> testClasses() {
        Path root = root();
        Path folder = root.resolve(ConformanceTests.class.getPackageName().replace('.', '/'));
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Test.class") && !name.contains("$"))
                    .map(name -> name.substring(0, name.length() - ".class".length()))
                    .<Class<?>>map(ConformanceTests::load)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the compiled tests", e);
        }
    }

    private static Path root() {
        try {
            return Path.of(ConformanceTests.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the compiled tests have no place on the disk", e);
        }
    }

    private static Class<?> load(String simpleName) {
        try {
            return Class.forName(ConformanceTests.class.getPackageName() + '.' + simpleName);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("a class file without its class", e);
        }
    }
}
