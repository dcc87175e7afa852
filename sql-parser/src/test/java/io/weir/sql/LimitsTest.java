package io.weir.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.spi.error.WeirException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Large and deep statements are read quickly or refused with a clear error, and never exhaust the stack. */
@Timeout(60)
class LimitsTest {
    private final StatementParser parser = new StatementParser();

    @ParameterizedTest
    @ValueSource(strings = {"OR", "AND"})
    void aConditionMayHaveTenThousandTerms(String operator) {
        String condition = repeat(10_000, i -> "a = " + i, " " + operator + " ");
        SqlNode where =
                ((SqlSelect) parser.parse("SELECT * FROM t WHERE " + condition).node()).getWhere();
        assertThat(depth(where)).isLessThan(100);
        assertThat(leaves(where)).isEqualTo(10_000);
    }

    @Test
    void longChainsKeepTheirOrderAndAreReadBackEqual() {
        String sql = "SELECT * FROM t WHERE "
                + repeat(300, i -> "a BETWEEN " + i + " AND b OR c = " + i + " AND NOT d", " OR ");
        String printed = StatementPrinter.print(Parsing.roundTrip(sql));
        assertThat(printed.indexOf("c = 17 ")).isPositive().isLessThan(printed.indexOf("c = 18 "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UNION ALL", "UNION"})
    void aQueryMayUniteThousandsOfOthers(String operator) {
        SqlNode node = Parsing.roundTrip(repeat(3_000, i -> "SELECT " + i, " " + operator + " "));
        assertThat(depth(node)).isLessThan(100);
    }

    @Test
    void unionsOfDifferentKindsAssociateToTheLeft() {
        String sql = "SELECT 1 UNION ALL SELECT 2 UNION SELECT 3 EXCEPT SELECT 4 EXCEPT SELECT 5 UNION ALL SELECT 6";
        String withParentheses =
                "((((SELECT 1 UNION ALL SELECT 2) UNION SELECT 3) EXCEPT SELECT 4) EXCEPT SELECT 5) UNION ALL SELECT 6";
        assertThat(Parsing.printed(sql)).isEqualTo(Parsing.printed(withParentheses));
    }

    @Test
    void listsMayBeLong() {
        assertThat(parser.parse("SELECT * FROM t WHERE a IN (" + repeat(50_000, Integer::toString, ", ") + ")"))
                .isNotNull();
        assertThat(parser.parse("INSERT INTO t VALUES " + repeat(20_000, i -> "(" + i + ", 'x')", ", ")))
                .isNotNull();
    }

    @Test
    void aStatementOfAMebibyteIsRead() {
        String sql = "SELECT '" + "x".repeat((1 << 20) - 9) + "'";
        assertThat(sql).hasSize(1 << 20);
        assertThat(parser.parse(sql).sql()).hasSize(1 << 20);
        assertThatThrownBy(() -> parser.parse("SELECT 1, " + sql.substring(7)))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.sqlState()).isEqualTo("54000"))
                .hasMessage("1:1: statement is longer than 1048576 characters");
    }

    static Stream<String> deeplyNested() {
        int depth = 100_000;
        return Stream.of(
                "SELECT " + "(".repeat(depth) + "1" + ")".repeat(depth),
                "(".repeat(depth) + "SELECT 1" + ")".repeat(depth),
                "(".repeat(depth),
                "SELECT " + "CASE WHEN ".repeat(depth) + "1" + " THEN 1 END".repeat(depth),
                "SELECT " + "ABS(".repeat(depth) + "1" + ")".repeat(depth),
                "SELECT " + "ARRAY[".repeat(depth) + "1" + "]".repeat(depth),
                "SELECT * FROM " + "(SELECT * FROM ".repeat(depth / 10) + "t" + ")".repeat(depth / 10));
    }

    @ParameterizedTest
    @MethodSource
    void deeplyNested(String sql) {
        assertTooComplex(sql, "nested more than 256 deep");
    }

    static Stream<String> longChains() {
        return Stream.of(
                "SELECT " + repeat(30_000, Integer::toString, " + "),
                "SELECT * FROM t WHERE " + "NOT ".repeat(30_000) + "a",
                "SELECT " + "- ".repeat(30_000) + "1",
                "SELECT " + repeat(20_000, i -> "a", " LIKE "),
                "SELECT * FROM " + repeat(20_000, i -> "t" + i, " CROSS JOIN "),
                "SELECT * FROM " + repeat(20_000, i -> "t" + i, ", "),
                repeat(20_000, i -> "SELECT " + i, " EXCEPT "),
                "CREATE TABLE t (a " + "ARRAY<".repeat(30_000) + "INT" + ">".repeat(30_000) + ")",
                "CREATE TABLE t (a INT" + " ARRAY".repeat(30_000) + ")");
    }

    @ParameterizedTest
    @MethodSource
    void longChains(String sql) {
        assertTooComplex(sql, "statement");
    }

    @Test
    void whatIsAllowedFitsAStackOfFourMebibytes() throws InterruptedException {
        String nested = "SELECT " + "(".repeat(250) + "1" + ")".repeat(250);
        String subqueries = "SELECT * FROM " + "(SELECT * FROM ".repeat(250) + "t" + ")".repeat(250);
        String sum = "SELECT " + repeat(1_900, Integer::toString, " + ");
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Runnable reading = () -> Stream.of(nested, subqueries, sum).forEach(sql -> Parsing.parse(sql));
        Thread thread = new Thread(null, reading, "reader", 4 << 20);
        thread.setUncaughtExceptionHandler((t, e) -> failure.set(e));
        thread.start();
        thread.join(Duration.ofSeconds(30).toMillis());
        assertThat(failure.get()).isNull();
    }

    @Test
    void tokensAreBounded() {
        assertThatThrownBy(() -> parser.parse("SELECT " + "1,".repeat(300_000)))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.sqlState()).isEqualTo("54000"))
                .hasMessageContaining("statement has more than 400000 words and symbols");
    }

    @Test
    void namesAreBounded() {
        assertThatThrownBy(() -> parser.parse("SELECT " + "a".repeat(301)))
                .hasMessageContaining("must be less than or equal to 300 characters");
    }

    private void assertTooComplex(String sql, String message) {
        assertThatThrownBy(() -> parser.parse(sql))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.sqlState()).isEqualTo("54001"))
                .hasMessageContaining(message);
    }

    private static String repeat(int count, IntFunction<String> element, String separator) {
        return IntStream.range(0, count).mapToObj(element).collect(Collectors.joining(separator));
    }

    private static int depth(SqlNode node) {
        int deepest = 0;
        if (node instanceof SqlCall call) {
            for (SqlNode operand : call.getOperandList()) {
                deepest = Math.max(deepest, operand == null ? 0 : depth(operand));
            }
        }
        return deepest + 1;
    }

    private static int leaves(SqlNode condition) {
        SqlCall call = (SqlCall) condition;
        if (call.getOperator().getName().equals("=")) {
            return 1;
        }
        return call.getOperandList().stream().mapToInt(LimitsTest::leaves).sum();
    }
}
