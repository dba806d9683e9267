package dev.barre.kafka.conformance;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * The clauses of {@code spec/SPEC.md} that a test checks. {@link ClauseCoverageTest} holds the two against each other; the
 * tag selects every conformance test of a build ({@code -Dgroups=conformance}).
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Tag("conformance")
@interface Clause {
    /** Numbers of clauses, as the specification writes them: {@code "4.2.3-5"}. */
    String[] value();
}
