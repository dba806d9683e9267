package dev.barre.kafka;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** The boundary rules of the connector module. */
class ArchitectureTest {
    private static final String KAFKA = "org.apache.kafka..";

    private final JavaClasses connector = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> location.contains("/connector/"))
            .importPackages("dev.barre.kafka");

    @Test
    void jackson_onlyInBinding() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..binding..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.fasterxml.jackson..")
                .check(connector);
    }

    @Test
    void jakartaValidation_onlyInValidation() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..validation..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.validation..", "org.hibernate..")
                .check(connector);
    }

    @Test
    void resilience4j_onlyInHandlerBreaker() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(HandlerBreaker.class)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.github.resilience4j..")
                .check(connector);
    }

    @Test
    void bindingAndValidation_knowNeitherConnectorNorKafka() {
        DescribedPredicate<JavaClass> connectorOrKafka = resideInAPackage("dev.barre.kafka")
                .or(resideInAnyPackage("dev.barre.kafka.interop..", "dev.barre.kafka.internal..", KAFKA));
        noClasses()
                .that()
                .resideInAnyPackage("..binding..", "..validation..")
                .should()
                .dependOnClassesThat(connectorOrKafka)
                .check(connector);
    }

    @Test
    void packages_haveNoCycles() {
        slices().matching("dev.barre.kafka.(**)").should().beFreeOfCycles().check(connector);
        noClasses()
                .that()
                .resideInAPackage("dev.barre.kafka.*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.barre.kafka")
                .check(connector);
    }

    @Test
    void kafka_onlyItsTopicPartition() {
        DescribedPredicate<JavaClass> other = resideInAPackage(KAFKA)
                .and(describe("other than TopicPartition", type -> !type.isEquivalentTo(TopicPartition.class)));
        noClasses().should().dependOnClassesThat(other).check(connector);
    }

    @Test
    void exportedSignatures_nameNeitherKafkaNorInternals() {
        classes()
                .that(describe("are visible to users", ArchitectureTest::isExported))
                .should(haveNoSignatureWith(
                        resideInAnyPackage(KAFKA, "dev.barre.kafka.interop..", "dev.barre.kafka.internal..")))
                .check(connector);
    }

    private static boolean isExported(JavaClass type) {
        boolean visible = type.getModifiers().contains(JavaModifier.PUBLIC)
                || type.getModifiers().contains(JavaModifier.PROTECTED);
        return visible
                && !type.getPackageName().contains(".internal")
                && type.getEnclosingClass().map(ArchitectureTest::isExported).orElse(true);
    }

    private static ArchCondition<JavaClass> haveNoSignatureWith(DescribedPredicate<JavaClass> forbidden) {
        return new ArchCondition<>("have no public or protected signature with classes that " + forbidden) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                Set<JavaClass> supertypes = new HashSet<>(type.getRawInterfaces());
                type.getRawSuperclass().ifPresent(supertypes::add);
                type.getInterfaces().forEach(parent -> supertypes.addAll(parent.getAllInvolvedRawTypes()));
                supertypes.stream()
                        .filter(forbidden)
                        .forEach(named -> events.add(SimpleConditionEvent.violated(
                                type, type.getName() + " extends or implements " + named.getName())));
                type.getMembers().stream()
                        .filter(ArchitectureTest::isVisible)
                        .forEach(member -> signature(member)
                                .flatMap(part -> part.getAllInvolvedRawTypes().stream())
                                .filter(forbidden)
                                .forEach(named -> events.add(SimpleConditionEvent.violated(
                                        member, member.getFullName() + " names " + named.getName()))));
            }
        };
    }

    private static boolean isVisible(JavaMember member) {
        return (member.getModifiers().contains(JavaModifier.PUBLIC)
                        || member.getModifiers().contains(JavaModifier.PROTECTED))
                && !member.getModifiers().contains(JavaModifier.SYNTHETIC);
    }

    private static Stream<JavaType> signature(JavaMember member) {
        if (member instanceof JavaCodeUnit code) {
            return Stream.of(
                            code.getParameterTypes().stream(),
                            Stream.of(code.getReturnType()),
                            code.getExceptionTypes().stream())
                    .flatMap(parts -> parts);
        }
        return member instanceof JavaField field ? Stream.of(field.getType()) : Stream.empty();
    }
}
