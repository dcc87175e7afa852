package io.weir.benchmarks.duckdb;

import io.weir.benchmarks.result.ResultTotals.Totals;
import io.weir.benchmarks.result.RowHash;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Hashes the rows of table {@code result} as other engines' sinks do. */
final class DuckResult {
    private DuckResult() {}

    static Totals totals(Statement statement) throws SQLException {
        long count = 0;
        long sum = 0;
        try (ResultSet rows = statement.executeQuery("SELECT * FROM result")) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                long hash = RowHash.START;
                for (int column = 1; column <= columns; column++) {
                    hash = add(hash, rows, column);
                }
                count++;
                sum += RowHash.finish(hash);
            }
        }
        return new Totals(count, count, sum);
    }

    private static long add(long hash, ResultSet rows, int column) throws SQLException {
        if (rows.getObject(column) == null) {
            return RowHash.addNull(hash);
        }
        int type = rows.getMetaData().getColumnType(column);
        return switch (type) {
            case Types.BIGINT, Types.INTEGER -> RowHash.add(hash, rows.getLong(column));
            case Types.TIMESTAMP -> {
                LocalDateTime time = rows.getObject(column, LocalDateTime.class);
                yield RowHash.add(
                        hash, ChronoUnit.MICROS.between(LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC), time));
            }
            case Types.VARCHAR -> {
                byte[] text = rows.getString(column).getBytes(StandardCharsets.UTF_8);
                yield RowHash.add(hash, text, 0, text.length);
            }
            default ->
                throw new IllegalStateException(
                        "results of type " + rows.getMetaData().getColumnTypeName(column) + " are not hashed");
        };
    }
}
