package dev.barre.kafka.interop;

import java.util.List;
import java.util.Optional;

/** The kinds of class names, by which code of the user is plugged into Kafka. The classes are found, but not initialized. */
final class ClassKinds {
    private ClassKinds() {}

    /** The name of one class that is an {@code expected}. */
    static PropertyKind<String> className(Class<?> expected) {
        return new ClassNameKind(expected);
    }

    /** Names of classes, each an {@code expected}. */
    static PropertyKind<List<String>> classNames(Class<?> expected) {
        return new ClassNamesKind(expected);
    }

    private static Optional<String> classProblem(String name, Class<?> expected) {
        try {
            Class<?> found = Class.forName(name, false, classLoader());
            return expected.isAssignableFrom(found)
                    ? Optional.empty()
                    : Optional.of("names " + name + ", which is not a " + expected.getName());
        } catch (ClassNotFoundException | LinkageError e) {
            return Optional.of("names " + name + ", which is not on the class path");
        }
    }

    /** The one that Kafka takes. */
    private static ClassLoader classLoader() {
        ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
        return ofThread != null ? ofThread : ClassKinds.class.getClassLoader();
    }

    private static String nameOf(Object nameOrClass) {
        return nameOrClass instanceof Class<?> type ? type.getName() : nameOrClass.toString();
    }

    private record ClassNameKind(Class<?> expected) implements PropertyKind<String> {
        @Override
        public String typeName() {
            return "String (class name)";
        }

        @Override
        public String allowed() {
            return "a `" + expected.getSimpleName() + "` of Kafka";
        }

        @Override
        public Optional<String> problem(String value) {
            return classProblem(value, expected);
        }

        @Override
        public Object toKafka(String value) {
            return value;
        }

        @Override
        public Optional<String> fromKafka(Object parsed) {
            return Optional.of(nameOf(parsed));
        }
    }

    private record ClassNamesKind(Class<?> expected) implements PropertyKind<List<String>> {
        @Override
        public String typeName() {
            return "List<String> (class names)";
        }

        @Override
        public String allowed() {
            return "each a `" + expected.getSimpleName() + "` of Kafka";
        }

        @Override
        public Optional<String> problem(List<String> value) {
            return value.stream()
                    .flatMap(name -> classProblem(name, expected).stream())
                    .reduce((one, other) -> one + "; " + other);
        }

        @Override
        public Object toKafka(List<String> value) {
            return value;
        }

        @Override
        public Optional<List<String>> fromKafka(Object parsed) {
            return Optional.of(
                    ((List<?>) parsed).stream().map(ClassKinds::nameOf).toList());
        }
    }
}
