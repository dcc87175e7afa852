package io.weir.sqltests.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which module sees which. Maven refuses most of it already, by what a module has on its class path; the rules here
 * also hold where a library arrives by way of another.
 */
final class ModuleRules {
    static final ArchRule SPI_NEEDS_THE_JDK_ONLY = classes()
            .that()
            .resideInAPackage("io.weir.spi..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.weir.spi..", "java..", "org.jspecify..")
            .because("a connector must not inherit libraries from the SPI")
            .allowEmptyShould(true);

    static final ArchRule PARSER_SEES_THE_SPI = seesOfWeirOnly("io.weir.sql..", "io.weir.spi..");
    static final ArchRule RUNTIME_SEES_THE_SPI = seesOfWeirOnly("io.weir.runtime..", "io.weir.spi..");
    static final ArchRule PLANNER_SEES_PARSER_AND_RUNTIME =
            seesOfWeirOnly("io.weir.planner..", "io.weir.spi..", "io.weir.sql..", "io.weir.runtime..");
    static final ArchRule STORAGE_SEES_THE_SPI = seesOfWeirOnly("io.weir.storage..", "io.weir.spi..");
    static final ArchRule TABLES_SEE_THE_SPI = seesOfWeirOnly("io.weir.tables..", "io.weir.spi..");
    static final ArchRule CONNECTORS_SEE_THE_SPI = seesOfWeirOnly("io.weir.connector..", "io.weir.spi..");
    static final ArchRule DRIVER_SEES_NO_OTHER_MODULE = seesOfWeirOnly("io.weir.jdbc..");

    static final ArchRule RUNTIME_KNOWS_NO_SQL_AND_NO_EXTERNAL_SYSTEM = noClasses()
            .that()
            .resideInAPackage("io.weir.runtime..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.calcite..", "org.apache.kafka..", "org.apache.hadoop..", "java.sql..", "javax.sql..")
            .because("the same operators run in the server, in the simulation and inside other engines")
            .allowEmptyShould(true);

    static final List<ArchRule> ALL = List.of(
            SPI_NEEDS_THE_JDK_ONLY,
            PARSER_SEES_THE_SPI,
            RUNTIME_SEES_THE_SPI,
            PLANNER_SEES_PARSER_AND_RUNTIME,
            STORAGE_SEES_THE_SPI,
            TABLES_SEE_THE_SPI,
            CONNECTORS_SEE_THE_SPI,
            DRIVER_SEES_NO_OTHER_MODULE,
            RUNTIME_KNOWS_NO_SQL_AND_NO_EXTERNAL_SYSTEM);

    private ModuleRules() {}

    private static ArchRule seesOfWeirOnly(String module, String... others) {
        var seen = Stream.concat(Stream.of(module), Arrays.stream(others)).toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(module)
                .should()
                .dependOnClassesThat(resideInAPackage("io.weir..").and(not(resideInAnyPackage(seen))))
                .as("of Weir, %s sees nothing but %s".formatted(module, List.of(others)))
                .allowEmptyShould(true);
    }
}
