package io.weir.jdbc;

import java.math.BigDecimal;
import java.sql.DatabaseMetaData;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.calcite.avatica.AvaticaParameter;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.ColumnMetaData.Rep;
import org.apache.calcite.avatica.Meta;

/** The columns of the results of {@link TestMeta}, and the row that has one of each type. */
final class TestColumns {
    private TestColumns() {}

    static Meta.Signature signature(String sql, List<AvaticaParameter> parameters) {
        List<ColumnMetaData> columns;
        if (sql.startsWith("update ")) {
            columns = List.of();
        } else if (sql.equals("types") || sql.equals("nulls")) {
            columns = typesColumns();
        } else if (sql.startsWith("echo")) {
            columns = new ArrayList<>();
            for (int i = 0; i < sql.chars().filter(c -> c == '?').count(); i++) {
                columns.add(column(i, "p" + (i + 1), Types.VARCHAR, "VARCHAR", Rep.STRING, 0, 0));
            }
        } else if (sql.contains("INFORMATION_SCHEMA")) {
            columns = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                boolean number = i == 4 && sql.contains("KEY_COLUMN_USAGE");
                columns.add(column(
                        i,
                        "C" + i,
                        number ? Types.INTEGER : Types.VARCHAR,
                        "T",
                        number ? Rep.INTEGER : Rep.STRING,
                        0,
                        0));
            }
        } else {
            columns = List.of(
                    column(0, "id", Types.INTEGER, "INTEGER", Rep.INTEGER, 10, 0),
                    column(1, "name", Types.VARCHAR, "VARCHAR", Rep.STRING, 0, 0));
        }
        return new Meta.Signature(
                columns,
                sql,
                parameters,
                Map.of(),
                Meta.CursorFactory.LIST,
                sql.startsWith("update ") ? Meta.StatementType.IS_DML : Meta.StatementType.SELECT);
    }

    static List<ColumnMetaData> typesColumns() {
        List<ColumnMetaData> columns = new ArrayList<>();
        columns.add(column(0, "flag", Types.BOOLEAN, "BOOLEAN", Rep.BOOLEAN, 0, 0));
        columns.add(column(1, "tiny", Types.TINYINT, "TINYINT", Rep.BYTE, 3, 0));
        columns.add(column(2, "number", Types.INTEGER, "INTEGER", Rep.INTEGER, 10, 0));
        columns.add(column(3, "big", Types.BIGINT, "BIGINT", Rep.LONG, 19, 0));
        columns.add(column(4, "real_number", Types.REAL, "REAL", Rep.FLOAT, 7, 0));
        columns.add(column(5, "double_number", Types.DOUBLE, "DOUBLE", Rep.DOUBLE, 15, 0));
        columns.add(column(6, "price", Types.DECIMAL, "DECIMAL", Rep.NUMBER, 38, 2));
        columns.add(column(7, "text", Types.VARCHAR, "VARCHAR", Rep.STRING, 0, 0));
        columns.add(column(8, "bytes", Types.VARBINARY, "VARBINARY", Rep.BYTE_STRING, 0, 0));
        columns.add(column(9, "day", Types.DATE, "DATE", Rep.INTEGER, 0, 0));
        columns.add(column(10, "at", Types.TIME, "TIME", Rep.NUMBER, 6, 0));
        columns.add(column(11, "ts", Types.TIMESTAMP, "TIMESTAMP", Rep.NUMBER, 6, 0));
        columns.add(column(12, "ltz", Types.TIMESTAMP_WITH_TIMEZONE, "TIMESTAMP_LTZ", Rep.STRING, 6, 0));
        columns.add(new ColumnMetaData(
                13,
                false,
                true,
                true,
                false,
                1,
                true,
                0,
                "list",
                "list",
                "",
                0,
                0,
                "",
                "",
                ColumnMetaData.array(
                        ColumnMetaData.scalar(Types.BIGINT, "BIGINT", Rep.LONG), "BIGINT ARRAY", Rep.ARRAY),
                true,
                false,
                false,
                "java.sql.Array"));
        columns.add(column(14, "uuid", Types.OTHER, "UUID", Rep.STRING, 0, 0));
        columns.add(column(15, "span", Types.OTHER, "INTERVAL_DAY_TO_SECOND", Rep.LONG, 0, 3));
        return columns;
    }

    static final LocalDateTime MOMENT = LocalDateTime.of(2026, 11, 22, 7, 30, 15, 123_456_000);

    static List<Object> typesRow() {
        long micros = MOMENT.toEpochSecond(ZoneOffset.UTC) * 1_000_000 + 123_456;
        return Arrays.asList(
                true,
                (byte) 7,
                -5,
                9_007_199_254_740_993L,
                1.5f,
                2.5,
                new BigDecimal("12345678901234567890.10"),
                "gr\u00fc\u00df \ud83d\ude42",
                new byte[] {1, 2, (byte) 255},
                (int) MOMENT.toLocalDate().toEpochDay(),
                BigDecimal.valueOf(MOMENT.toLocalTime().toNanoOfDay() / 1000, 3),
                BigDecimal.valueOf(micros, 3),
                "2026-11-22T07:30:15.123456Z",
                List.of(1L, 2L, 3L),
                "123e4567-e89b-12d3-a456-426614174000",
                90_061_001L);
    }

    static ColumnMetaData column(
            int ordinal, String label, int type, String typeName, Rep rep, int precision, int scale) {
        return new ColumnMetaData(
                ordinal,
                false,
                true,
                true,
                false,
                DatabaseMetaData.columnNullable,
                true,
                20,
                label,
                label,
                "default",
                precision,
                scale,
                "t",
                "weir",
                ColumnMetaData.scalar(type, typeName, rep),
                true,
                false,
                false,
                rep.clazz.getName());
    }
}
