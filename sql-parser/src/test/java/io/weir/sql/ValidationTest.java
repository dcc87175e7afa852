package io.weir.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.sql.statement.SqlCreateTable;
import io.weir.sql.statement.SqlRegularColumn;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.config.CalciteConnectionProperty;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.jdbc.JavaTypeFactoryImpl;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the parser hands on is what Calcite's validator takes. */
class ValidationTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT STREAM a, b FROM t",
                "WITH x AS (SELECT STREAM * FROM t) SELECT STREAM a FROM x",
                "SELECT a::VARCHAR, '7'::INTEGER + 1, CAST(b AS INTEGER) FROM t",
                "SELECT a, COUNT(*) FROM TABLE(SESSION(TABLE t PARTITION BY a, DESCRIPTOR(ts), INTERVAL '1' MINUTE)) GROUP BY a",
                "SELECT * FROM TABLE(SESSION(DATA => TABLE t PARTITION BY a, TIMECOL => DESCRIPTOR(ts), GAP => INTERVAL '1' MINUTE))",
                "SELECT window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE (SELECT a, ts FROM t WHERE a > 1), DESCRIPTOR(ts), INTERVAL '1' MINUTE)) GROUP BY window_start",
                "SELECT * EXCLUDE (a) FROM t",
                "SELECT a FROM t WHERE b = N'x' OR b = U&'\\0041' OR b = 'y'",
                "SELECT a FROM t QUALIFY ROW_NUMBER() OVER (PARTITION BY a ORDER BY ts) = 1",
                "SELECT `a`, \"B\" FROM T",
                "SELECT 1 EXCEPT SELECT 2",
            })
    void validates(String sql) {
        assertThat(validate(sql)).isNotNull();
    }

    @Test
    @Timeout(60)
    void validatesTenThousandTermsWithoutALargeStack() {
        String condition = IntStream.range(0, 10_000)
                .mapToObj(i -> "(a = " + i + " AND b <> 'x')")
                .collect(Collectors.joining(" OR "));
        assertThat(validate("SELECT a FROM t WHERE " + condition)).isNotNull();
        String union =
                IntStream.range(0, 2_000).mapToObj(i -> "SELECT " + i).collect(Collectors.joining(" UNION ALL "));
        assertThat(validate(union)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "STRING | VARCHAR",
                "TIMESTAMP_LTZ(3) | TIMESTAMP_WITH_LOCAL_TIME_ZONE(3)",
                "INTERVAL DAY TO SECOND | INTERVAL DAY TO SECOND",
                "ARRAY<INT> | INTEGER ARRAY",
                "ARRAY<INT NOT NULL> | INTEGER NOT NULL ARRAY",
                "MAP<STRING, INT NOT NULL> | (VARCHAR, INTEGER NOT NULL) MAP",
                "ROW<a INT, b STRING NOT NULL> | RecordType:peek_no_expand(INTEGER a, VARCHAR NOT NULL b)",
                "ROW(a INT) | RecordType:peek_no_expand(INTEGER a)",
            })
    void derivesTypesAndWhetherTheirPartsAreNullable(String written, String derived) {
        var table = (SqlCreateTable)
                Parsing.parse("CREATE TABLE t (c " + written + " NOT NULL)").node();
        var column = (SqlRegularColumn) table.columns().get(0);
        RelDataType type = column.type().deriveType(validator());
        assertThat(type.getFullTypeString().replace(" CHARACTER SET \"ISO-8859-1\"", ""))
                .isEqualTo(derived + " NOT NULL");
    }

    private static SqlNode validate(String sql) {
        return validator().validate(Parsing.parse(sql).node());
    }

    private static SqlValidator validator() {
        CalciteSchema root = CalciteSchema.createRootSchema(false);
        root.add("t", new AbstractTable() {
            @Override
            public RelDataType getRowType(RelDataTypeFactory factory) {
                return factory.builder()
                        .add("a", SqlTypeName.INTEGER)
                        .add("b", SqlTypeName.VARCHAR, 20)
                        .add("ts", SqlTypeName.TIMESTAMP, 3)
                        .build();
            }
        });
        Properties properties = new Properties();
        properties.setProperty(CalciteConnectionProperty.CASE_SENSITIVE.camelName(), "false");
        RelDataTypeFactory types = new JavaTypeFactoryImpl();
        CalciteCatalogReader catalog =
                new CalciteCatalogReader(root, List.of(), types, new CalciteConnectionConfigImpl(properties));
        return SqlValidatorUtil.newValidator(
                SqlStdOperatorTable.instance(),
                catalog,
                types,
                SqlValidator.Config.DEFAULT.withConformance(SqlConformanceEnum.LENIENT));
    }
}
