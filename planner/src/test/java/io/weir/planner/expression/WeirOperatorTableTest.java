package io.weir.planner.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlOperator;
import org.junit.jupiter.api.Test;

/** The list of functions is an allow-list, and what Weir adds to it has an implementation of its own. */
final class WeirOperatorTableTest {
    private static final Set<String> OF_THE_CONTEXT = Set.of(
            "CURRENT_TIMESTAMP",
            "LOCALTIMESTAMP",
            "NOW",
            "PROCTIME",
            "CURRENT_ROW_TIMESTAMP",
            "UUID",
            "GEN_RANDOM_UUID");

    @Test
    void everyFunctionOfWeirIsImplemented() {
        Set<String> missing = new TreeSet<>();
        for (SqlOperator operator : WeirFunctions.all()) {
            missing.add(operator.getName());
        }
        missing.removeAll(FunctionTranslator.names());
        missing.removeAll(OF_THE_CONTEXT);
        assertThat(missing).containsExactly("LOG2", "ROUND"); // both in ArithmeticTranslator
    }

    @Test
    void nothingReachesFilesTheEnvironmentOrXml() {
        for (SqlOperator operator : WeirOperatorTable.sources().keySet()) {
            String name = operator.getName().toUpperCase(Locale.ROOT);
            assertThat(name).doesNotContain("XML", "FILE", "ENV", "EXTRACTVALUE", "EXISTSNODE", "COMPRESS", "SLEEP");
        }
    }

    @Test
    void noFunctionIsThereTwiceUnderOneNameFromDifferentSources() {
        Set<String> weir = new TreeSet<>();
        WeirFunctions.all().forEach(operator -> weir.add(operator.getName()));
        for (var entry : WeirOperatorTable.sources().entrySet()) {
            if (entry.getValue() != WeirOperatorTable.Source.WEIR) {
                assertThat(weir).doesNotContain(entry.getKey().getName());
            }
        }
    }
}
