package io.weir.planner.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import io.weir.spi.error.WeirException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.junit.jupiter.api.Test;

/** Expressions that would not fit one method of a class, and text that must not get into one. */
final class LargeExpressionTest {
    private static final DataType BIGINT = DataType.of(TypeKind.BIGINT);
    private static final DataType VARCHAR = DataType.of(TypeKind.VARCHAR);

    private final SqlExpressions sql = new SqlExpressions(List.of("a", "b", "s"), List.of(BIGINT, BIGINT, VARCHAR));
    private final RexBuilder builder = sql.rexBuilder();

    private RexNode column(int index) {
        return builder.makeInputRef(sql.rowType().getFieldList().get(index).getType(), index);
    }

    private RexNode number(long value) {
        return builder.makeBigintLiteral(BigDecimal.valueOf(value));
    }

    private Object value(RexNode expression, Object... row) {
        var calc = sql.compiler()
                .compileCalc(List.of(expression), null, sql.rowType(), RowErrorPolicy.FAIL)
                .create(sql.context());
        return SqlExpressions.boxed(List.of(expression), calc.apply(sql.batch(List.of(Arrays.asList(row)))))
                .get(0)
                .get(0);
    }

    @Test
    void orOfThousandsOfTerms() {
        RexNode or = pairs(3_000);
        assertThat(value(or, 2_999L, 3_000L, "")).isEqualTo(true);
        assertThat(value(or, 2_999L, 1L, "")).isEqualTo(false);
        assertThat(value(or, null, 1L, "")).isNull();
    }

    @Test
    void moreThanAClassHoldsIsAnErrorOfTheUser() {
        RexNode or = pairs(20_000);
        assertThatThrownBy(() -> value(or, 1L, 1L, ""))
                .isInstanceOf(WeirException.class)
                .hasMessageStartingWith("expressions are too large for one operator");
    }

    private RexNode pairs(int count) {
        List<RexNode> terms = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            RexNode first = builder.makeCall(SqlStdOperatorTable.EQUALS, column(0), number(i));
            RexNode second = builder.makeCall(SqlStdOperatorTable.EQUALS, column(1), number(i + 1));
            terms.add(builder.makeCall(SqlStdOperatorTable.AND, first, second));
        }
        return builder.makeCall(SqlStdOperatorTable.OR, terms);
    }

    @Test
    void caseOfThousandsOfBranchesIsLazy() {
        List<RexNode> operands = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            operands.add(builder.makeCall(SqlStdOperatorTable.EQUALS, column(0), number(i)));
            operands.add(builder.makeCall(SqlStdOperatorTable.DIVIDE, number(1000L * i), column(1)));
        }
        operands.add(number(-1));
        RexNode caseWhen = builder.makeCall(SqlStdOperatorTable.CASE, operands);
        assertThat(value(caseWhen, 2_999L, 1000L, "")).isEqualTo(2_999L);
        assertThat(value(caseWhen, 5_000L, 0L, "")).isEqualTo(-1L);
    }

    @Test
    void longSumAndLongConcatenation() throws InterruptedException {
        AssertionError[] failure = {null};
        // Statements are planned on threads with a large stack.
        Thread thread = new Thread(
                null,
                () -> {
                    try {
                        checkLongChains();
                    } catch (AssertionError e) {
                        failure[0] = e;
                    }
                },
                "deep",
                64 << 20);
        thread.start();
        thread.join();
        if (failure[0] != null) {
            throw failure[0];
        }
    }

    private void checkLongChains() {
        RexNode sum = column(0);
        RexNode text = column(2);
        for (int i = 0; i < 1_000; i++) {
            sum = builder.makeCall(SqlStdOperatorTable.PLUS, sum, number(i));
            text = builder.makeCall(SqlStdOperatorTable.CONCAT, text, builder.makeLiteral("-"));
        }
        assertThat(value(sum, 1L, 1L, "")).isEqualTo(499_501L);
        assertThat(value(text, 1L, 1L, "x")).isEqualTo("x" + "-".repeat(1000));
    }

    @Test
    void projectionOfHundredsOfColumns() {
        String list = IntStream.range(0, 300)
                .mapToObj(i -> "CASE WHEN a > " + i + " THEN UPPER(s) ELSE CAST(b + " + i + " AS VARCHAR) END")
                .collect(Collectors.joining(", "));
        List<Object> row = sql.rows(list, List.of(List.of(150L, 7L, "x"))).get(0);
        assertThat(row).hasSize(300);
        assertThat(row.get(149)).isEqualTo("X");
        assertThat(row.get(299)).isEqualTo("306");
    }

    @Test
    void longListsAreLookedUp() {
        String numbers =
                IntStream.range(0, 2000).mapToObj(i -> String.valueOf(i * 3)).collect(Collectors.joining(", "));
        assertThat(sql.value("a IN (" + numbers + ")", 2997L, 0L, "")).isEqualTo(true);
        assertThat(sql.value("a IN (" + numbers + ")", 2998L, 0L, "")).isEqualTo(false);
        assertThat(sql.value("a IN (" + numbers + ")", null, 0L, "")).isNull();
        assertThat(sql.value("a NOT IN (" + numbers + ")", 2998L, 0L, "")).isEqualTo(true);
        assertThat(sql.value("a IN (" + numbers + ") IS TRUE", null, 0L, "")).isEqualTo(false);
        String texts = IntStream.range(0, 500).mapToObj(i -> "'word " + i + "'").collect(Collectors.joining(", "));
        assertThat(sql.value("s IN (" + texts + ")", 0L, 0L, "word 499")).isEqualTo(true);
        assertThat(sql.value("s IN (" + texts + ")", 0L, 0L, "word 500")).isEqualTo(false);
    }

    @Test
    void textOfTheUserNeverReachesTheSource() {
        String[] hostile = {
            "\\u000a}}; System.exit(1); //",
            "\"); Runtime.getRuntime().exec(\"x\"); (\"",
            "*/ class X {} /*",
            "\n\r\t\0\\",
            "'quoted'",
            "\uD83D\uDE00 \u202E",
            "$1 ${x} %s %n",
        };
        for (String text : hostile) {
            RexNode literal = builder.makeLiteral(
                    text, sql.rowType().getFieldList().get(2).getType(), false);
            RexNode concat = builder.makeCall(SqlStdOperatorTable.CONCAT, column(2), literal);
            assertThat(value(concat, 1L, 1L, "x")).isEqualTo("x" + text);
            RexNode equal = builder.makeCall(SqlStdOperatorTable.EQUALS, column(2), literal);
            assertThat(value(equal, 1L, 1L, text)).isEqualTo(true);
            // Calcite's generator gets it as an argument, too.
            RexNode soundex = builder.makeCall(SqlStdOperatorTable.JSON_TYPE, literal);
            assertThat(((RexLiteral) literal).getValueAs(String.class)).isEqualTo(text);
            assertThat(sourceOf(List.of(concat, equal, soundex)))
                    .doesNotContain("System", "getRuntime", "class X", "quoted", "u000a", "%n");
        }
    }

    private String sourceOf(List<RexNode> expressions) {
        ClassSource source = new ClassSource(TypeMapping.toDataTypes(sql.rowType()), 3, false);
        List<EvaluatorWriter.Output> outputs = new ArrayList<>();
        for (RexNode expression : expressions) {
            outputs.add(new EvaluatorWriter.Output(
                    outputs.size(), expression, TypeMapping.toDataType(expression.getType())));
        }
        new EvaluatorWriter(source, builder, false, RowErrorPolicy.FAIL).writeProject(outputs);
        return GeneratedClasses.source(source);
    }

    @Test
    void namesOfColumnsAreOnlyInMessages() {
        SqlExpressions odd = new SqlExpressions(List.of("\\u0022;evil", "x y"), List.of(BIGINT, BIGINT));
        assertThat(odd.value("\"\\u0022;evil\" + \"x y\"", 1L, 2L)).isEqualTo(3L);
    }

    @Test
    void generatedMethodsStaySmallEnoughForTheJit() throws Exception {
        String list = IntStream.range(0, 60)
                .mapToObj(i -> "CASE WHEN a * " + i + " + b > 10 AND s LIKE 'x%' THEN SUBSTRING(s FROM " + (i + 1)
                        + ") || CAST(a AS VARCHAR) ELSE TRIM(s) || JSON_VALUE(s, 'lax $.a') END")
                .collect(Collectors.joining(", "));
        assertThat(largestMethod(sql.parse(list))).isLessThan(8000);
        List<RexNode> terms = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            terms.add(sql.parse("COALESCE(s, 'x') LIKE 'a" + i + "_' OR a BETWEEN b AND " + i)
                    .get(0));
        }
        assertThat(largestMethod(List.of(builder.makeCall(SqlStdOperatorTable.OR, terms))))
                .isLessThan(8000);
        // The densest code there is: many small columns of nullable values.
        String dense = IntStream.range(0, 100)
                .mapToObj(i -> "COALESCE(NULLIF(s, 't" + i + "'), s || 'x')")
                .collect(Collectors.joining(", "));
        assertThat(largestMethod(sql.parse(dense))).isLessThan(8000);
    }

    private int largestMethod(List<RexNode> expressions) throws Exception {
        return MethodSizes.largest(sourceOf(expressions));
    }
}
