package io.weir.sqltests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the rules against what the modules above this one were compiled to. */
class ArchitectureTest {
    private static final List<String> MODULES = List.of(
            "spi",
            "sql-parser",
            "runtime",
            "planner",
            "hdfs-storage",
            "tables",
            "connectors",
            "jdbc-driver",
            "server",
            "sql-tests");

    /**
     * Folders, not the class path: in a full build the class path also holds the jars with the tests of the modules.
     */
    private static final JavaClasses WEIR = new ClassFileImporter().importPaths(classFolders());

    @ParameterizedTest
    @MethodSource("rules")
    void holds(ArchRule rule) {
        rule.check(WEIR);
    }

    @Test
    void everyModuleWasFound() {
        assertThat(classFolders()).allSatisfy(folder -> assertThat(folder).isDirectory());
        assertThat(WEIR).isNotEmpty();
    }

    static List<ArchRule> rules() {
        return Stream.of(ModuleRules.ALL, RuntimeRules.ALL, CodingRules.ALL)
                .flatMap(List::stream)
                .toList();
    }

    /** Surefire runs in the folder of the module, an IDE perhaps in the one above. */
    private static List<Path> classFolders() {
        var here = Path.of("").toAbsolutePath();
        var root = Files.exists(here.resolve("mvnw")) ? here : here.getParent();
        return MODULES.stream()
                .map(module -> root.resolve(module).resolve("target/classes"))
                .toList();
    }
}
