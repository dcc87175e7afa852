package io.weir.planner.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * SQL expressions without columns and their values, or errors, as text. The table is read from a resource: one line for
 * each.
 */
final class ConstantExpressionTest {

    private static Stream<String> cases() {
        return TestResources.lines("expressions.txt").filter(line -> !line.isBlank() && !line.startsWith("#"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void expressionHasTheValueOfTheTable(String line) {
        String[] parts = line.split(" => ", 2);
        assertThat(parts).as(line).hasSize(2);
        assertThat(result(parts[0].strip())).as(parts[0]).isEqualTo(parts[1].strip());
    }

    static String result(String expression) {
        try {
            return TestResources.show(SqlExpressions.constant(expression));
        } catch (WeirException e) {
            return "error " + e.code() + ": " + e.primary();
        }
    }

    @Test
    void errorNamesTheExpression() {
        assertThatThrownBy(() -> SqlExpressions.constants().value("10 / (dummy - 1)", 1))
                .isInstanceOf(WeirException.class)
                .hasMessage("division by zero\nDetail: The expression is 10 / (dummy - 1).");
    }

    @Test
    void valuesOfOneRowAreTheSameForAllRows() {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            rows.add(List.of(i));
        }
        assertThat(SqlExpressions.constants().rows("UPPER('x') || CAST(dummy AS VARCHAR)", rows))
                .hasSize(1000)
                .last()
                .isEqualTo(List.of("X999"));
    }
}
