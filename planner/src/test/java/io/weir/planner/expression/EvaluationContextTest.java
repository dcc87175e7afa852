package io.weir.planner.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.planner.expression.support.Datetimes;
import io.weir.runtime.operator.calc.EvaluationContext;
import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import io.weir.spi.error.WeirException;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.junit.jupiter.api.Test;

/** Time, time zone, chance, parameters and nested columns. */
final class EvaluationContextTest {
    private static final long NOON = 1_782_907_200_000_000L; // 2026-07-01 12:00:00 UTC

    private final SqlExpressions sql = new SqlExpressions(
            List.of("id", "ts", "instant", "address", "tags"),
            List.of(
                    DataType.of(TypeKind.INTEGER),
                    DataType.of(TypeKind.TIMESTAMP, 6),
                    DataType.of(TypeKind.TIMESTAMP_LTZ, 6),
                    DataType.row(
                            List.of("city", "zip"), List.of(DataType.of(TypeKind.VARCHAR), DataType.decimal(10, 2))),
                    DataType.map(DataType.of(TypeKind.VARCHAR), DataType.array(DataType.of(TypeKind.INTEGER)))));

    private Object value(String expression) {
        return sql.value(
                expression,
                7,
                NOON + 123_456,
                NOON,
                List.of("Ulm", new BigDecimal("89.07")),
                Map.of("a", List.of(1, 2)));
    }

    @Test
    void microsecondsAreKept() {
        assertThat(value("ts + INTERVAL '1' SECOND")).isEqualTo(NOON + 1_123_456);
        assertThat(value("CAST(ts AS VARCHAR)")).isEqualTo("2026-07-01 12:00:00.123456");
        assertThat(value("EXTRACT(MICROSECOND FROM ts)")).isEqualTo(123_456L);
        assertThat(value("ts > TIMESTAMP '2026-07-01 12:00:00.123455'")).isEqualTo(true);
        assertThat(value("CAST(ts AS TIMESTAMP(3))")).isEqualTo(NOON + 123_000);
    }

    @Test
    void instantsAreShownInTheZoneOfTheSession() {
        sql.in("Europe/Berlin");
        assertThat(value("CAST(instant AS VARCHAR)")).isEqualTo("2026-07-01 14:00:00.000000");
        assertThat(value("CAST(instant AS TIMESTAMP)")).isEqualTo(NOON + 2 * Datetimes.MICROS_PER_HOUR);
        assertThat(value("EXTRACT(HOUR FROM instant)")).isEqualTo(14L);
        assertThat(value("FLOOR(instant TO DAY)")).isEqualTo(NOON - 14 * Datetimes.MICROS_PER_HOUR);
        assertThat(value("CAST('2026-07-01 14:00:00' AS TIMESTAMP WITH LOCAL TIME ZONE)"))
                .isEqualTo(NOON);
        assertThat(value("instant = TIMESTAMP '2026-07-01 14:00:00'")).isEqualTo(true);
        assertThat(value("LOCALTIMESTAMP")).isEqualTo(1_782_909_296_789_000L + 2 * Datetimes.MICROS_PER_HOUR);
        assertThat(value("CURRENT_TIMESTAMP")).isEqualTo(1_782_909_296_789_000L);
        assertThat(value("instant + INTERVAL '1' MONTH")).isEqualTo(NOON + 31 * Datetimes.MICROS_PER_DAY);
    }

    @Test
    void instantsOfAnHourThatComesTwiceStayInTheirOwn() {
        sql.in("Europe/Berlin");
        // The clock shows 02:30 for the second time.
        String again = "CAST('2026-10-25T01:30:00Z' AS TIMESTAMP WITH LOCAL TIME ZONE)";
        long instant = 1_792_891_800_000_000L;
        assertThat(value(again)).isEqualTo(instant);
        assertThat(value("FLOOR(" + again + " TO MINUTE)")).isEqualTo(instant);
        assertThat(value("FLOOR(" + again + " TO HOUR)")).isEqualTo(instant - 30 * Datetimes.MICROS_PER_MINUTE);
        assertThat(value("CEIL(" + again + " TO HOUR)")).isEqualTo(instant + 30 * Datetimes.MICROS_PER_MINUTE);
        assertThat(value("CEIL(" + again + " - INTERVAL '1' HOUR TO HOUR)"))
                .isEqualTo(instant - 30 * Datetimes.MICROS_PER_MINUTE);
        assertThat(value("FLOOR(" + again + " TO DAY)")).isEqualTo(instant - 210 * Datetimes.MICROS_PER_MINUTE);
        assertThat(value(again + " + INTERVAL '0' MONTH")).isEqualTo(instant);
    }

    @Test
    void monthsBetweenInstantsAreThoseOfTheSessionsCalendar() {
        sql.in("Europe/Berlin");
        String first = "CAST(TIMESTAMP '2026-03-01 00:00:00' AS TIMESTAMP WITH LOCAL TIME ZONE)";
        String last = "CAST(TIMESTAMP '2026-03-31 00:00:00' AS TIMESTAMP WITH LOCAL TIME ZONE)";
        assertThat(value("TIMESTAMPDIFF(MONTH, " + first + ", " + last + ")")).isEqualTo(0);
    }

    @Test
    void clockIsReadOncePerBatch() {
        AtomicLong clock = new AtomicLong(NOON);
        var context = new EvaluationContext(
                () -> clock.getAndAdd(1_000_000), ZoneId.of("UTC"), new SplittableRandom(1), "ada");
        List<RexNode> expressions = sql.parse("CURRENT_TIMESTAMP, id");
        var calc = sql.compiler()
                .compileCalc(expressions, null, sql.rowType(), RowErrorPolicy.FAIL)
                .create(context);
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            rows.add(Arrays.asList(i, null, null, null, null));
        }
        assertThat(SqlExpressions.boxed(expressions, calc.apply(sql.batch(rows))))
                .extracting(row -> row.get(0))
                .containsOnly(NOON);
        assertThat(SqlExpressions.boxed(expressions, calc.apply(sql.batch(rows))))
                .extracting(row -> row.get(0))
                .containsOnly(NOON + 1_000_000);
    }

    @Test
    void chanceIsThatOfTheContextAndDrawnForEachUse() {
        assertThat(value("RAND() = RAND()")).isEqualTo(false);
        assertThat(value("RAND(3) = RAND(3)")).isEqualTo(true);
        assertThat((Integer) value("RAND_INTEGER(10)")).isBetween(0, 9);
        assertThat((String) value("GEN_RANDOM_UUID()"))
                .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        assertThat(value("GEN_RANDOM_UUID()")).isEqualTo(value("GEN_RANDOM_UUID()"));
        assertThat(value("CURRENT_USER")).isEqualTo("ada");
    }

    @Test
    void parametersAreValuesOfTheContext() {
        sql.withParameters(5, "x'y", null);
        assertThat(value("id + CAST(? AS INTEGER)")).isEqualTo(12);
        assertThat(value("CAST(? AS INTEGER) || CAST(? AS VARCHAR)"
                        .replace("CAST(? AS INTEGER) ||", "'p' || CAST(CAST(? AS INTEGER) AS VARCHAR) ||")))
                .isEqualTo("p5x'y");
        sql.withParameters((Object) null);
        assertThat(value("id + CAST(? AS INTEGER)")).isNull();
    }

    @Test
    void fieldsOfNestedColumns() {
        assertThat(value("t.address.city")).isEqualTo("Ulm");
        assertThat(value("t.address.zip * 2")).isEqualTo(new BigDecimal("178.14"));
        assertThat(value("tags['a'][2]")).isEqualTo(2);
        assertThat(value("tags['z'][2]")).isNull();
        assertThat(value("ROW(id, t.address.city)")).isEqualTo(List.of(7, "Ulm"));
        assertThat(sql.value("t.address.city", 1, null, null, null, null)).isNull();
    }

    @Test
    void negativeLiteralsMeetMinusSigns() {
        assertThat(value("ts - INTERVAL -'1' SECOND")).isEqualTo(NOON + 1_123_456);
        assertThat(value("ts - INTERVAL -'1' MONTH")).isEqualTo(NOON + 123_456 + 31 * Datetimes.MICROS_PER_DAY);
        assertThat(value("id - -5 - (-(-2))")).isEqualTo(10);
        assertThat(value("-(id) * -2147483648e0")).isEqualTo(7 * 2147483648.0);
        assertThat(value("CAST(id AS DECIMAL(10, 2)) - (-0.5)")).isEqualTo(new BigDecimal("7.50"));
    }

    @Test
    void constantsOfOneShapeShareAClass() {
        ExpressionCompiler compiler = sql.compiler();
        var text = sql.rexBuilder().getTypeFactory().createSqlType(SqlTypeName.VARCHAR);
        long start = System.nanoTime();
        for (int i = 0; i < 2_000; i++) {
            RexNode cast = sql.rexBuilder()
                    .makeAbstractCast(text, sql.rexBuilder().makeExactLiteral(BigDecimal.valueOf(i)), false);
            assertThat(compiler.evaluate(cast, sql.context())).isEqualTo(String.valueOf(i));
        }
        // Compiled one by one they take many seconds.
        assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
    }

    @Test
    void constantsAreEvaluatedToBoxedValues() {
        RexNode sum =
                sql.parse("TIMESTAMP '2026-07-01 12:00:00' + INTERVAL '1' DAY").get(0);
        assertThat(sql.compiler().evaluate(sum, sql.context())).isEqualTo(NOON + Datetimes.MICROS_PER_DAY);
        RexNode failing = sql.rexBuilder()
                .makeCall(
                        SqlStdOperatorTable.DIVIDE,
                        sql.rexBuilder().makeExactLiteral(BigDecimal.ONE),
                        sql.rexBuilder().makeExactLiteral(BigDecimal.ZERO));
        assertThatThrownBy(() -> sql.compiler().evaluate(failing, sql.context()))
                .isInstanceOf(WeirException.class)
                .hasMessageStartingWith("division by zero");
    }
}
