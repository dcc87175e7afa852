package io.weir.sqltests.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/** What holds in every module. */
final class CodingRules {
    /** JavaCC writes it; what it looks like is not ours to choose. */
    private static final DescribedPredicate<JavaClass> GENERATED = resideInAnyPackage("io.weir.sql.parser.impl..");

    static final ArchRule NO_JAVA_SERIALIZATION = noClasses()
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.io\\.Object(Input|Output)Stream(\\$.*)?")
            .because("what is written that way cannot be read by the next version, and reading it runs foreign code")
            .allowEmptyShould(true);

    static final ArchRule NO_OUTPUT_PAST_THE_LOG = noClasses()
            .that(not(GENERATED)
                    .and(not(resideInAnyPackage(
                            "io.weir.server.cli..",
                            "io.weir.connector.print..",
                            "io.weir.benchmarks..",
                            "io.weir.sqltests.."))))
            .should(ACCESS_STANDARD_STREAMS)
            .because("standard output belongs to the command line and to the print connector")
            .allowEmptyShould(true);

    static final ArchRule PACKAGES_ARE_NULL_MARKED = classes()
            .that(not(GENERATED))
            .should(new BeInANullMarkedPackage())
            .because("a type without @Nullable means: never null")
            .allowEmptyShould(true);

    static final List<ArchRule> ALL = List.of(NO_JAVA_SERIALIZATION, NO_OUTPUT_PAST_THE_LOG, PACKAGES_ARE_NULL_MARKED);

    private CodingRules() {}

    private static final class BeInANullMarkedPackage extends ArchCondition<JavaClass> {
        private BeInANullMarkedPackage() {
            super("be in a package whose package-info.java says @NullMarked");
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                events.add(SimpleConditionEvent.violated(
                        type, "package %s of %s is not @NullMarked".formatted(type.getPackageName(), type.getName())));
            }
        }
    }
}
