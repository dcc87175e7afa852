package io.weir.benchmarks.duckdb;

import io.weir.benchmarks.load.GeneratorContext;
import io.weir.connector.nexmark.NexmarkConnector;
import io.weir.spi.connector.Options;
import io.weir.spi.connector.SourceReader;
import io.weir.spi.connector.SplitBatch;
import io.weir.spi.connector.TableDescriptor;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BytesColumn;
import io.weir.spi.data.DataType;
import io.weir.spi.data.Field;
import io.weir.spi.data.LongColumn;
import io.weir.spi.data.Schema;
import io.weir.spi.data.TypeKind;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** Fills DuckDB's tables from Weir's generator. */
final class DuckTables {
    private static final int BATCH_ROWS = 4096;
    private static final DataType NUMBER = DataType.of(TypeKind.BIGINT);
    private static final DataType TEXT = DataType.of(TypeKind.VARCHAR);
    private static final DataType TIME = DataType.of(TypeKind.TIMESTAMP, 3);

    private static final Map<String, Schema> SCHEMAS = Map.of(
            "auction",
            schema(
                    "id N, itemName T, description T, initialBid N, reserve N, dateTime D, expires D, seller N, category N, extra T"),
            "bid",
            schema("auction N, bidder N, price N, channel T, url T, dateTime D, extra T"),
            "person",
            schema("id N, name T, emailAddress T, creditCard T, city T, state T, dateTime D, extra T"));

    private final Connection connection;

    DuckTables(Connection connection) {
        this.connection = connection;
    }

    private static Schema schema(String columns) {
        return new Schema(Stream.of(columns.split(", "))
                .map(column -> column.split(" "))
                .map(parts -> new Field(parts[0], parts[1].equals("N") ? NUMBER : parts[1].equals("T") ? TEXT : TIME))
                .toList());
    }

    /** Replaces the tables that a query names. */
    void load(String query, long events, long eventsPerSecond) throws SQLException {
        for (Map.Entry<String, Schema> table : SCHEMAS.entrySet()) {
            if (Pattern.compile("\\b" + table.getKey() + "\\b").matcher(query).find()) {
                load(table.getKey(), table.getValue(), events, eventsPerSecond);
            }
        }
    }

    private void load(String name, Schema schema, long events, long eventsPerSecond) throws SQLException {
        String loaded = name + "_loaded";
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE OR REPLACE TABLE " + loaded + " ("
                    + columns(
                            schema,
                            field -> '"' + field.name() + "\" " + (field.type().equals(TEXT) ? "VARCHAR" : "BIGINT"))
                    + ")");
            append(name, loaded, schema, events, eventsPerSecond);
            // Times come as microseconds: the appender takes no others.
            statement.execute("CREATE OR REPLACE TABLE " + name + " AS SELECT "
                    + columns(
                            schema,
                            field -> field.type().equals(TIME)
                                    ? "make_timestamp(\"" + field.name() + "\") AS \"" + field.name() + '"'
                                    : '"' + field.name() + '"')
                    + " FROM " + loaded);
            statement.execute("DROP TABLE " + loaded);
        }
    }

    private static String columns(Schema schema, Function<Field, String> text) {
        return schema.fields().stream().map(text).collect(Collectors.joining(", "));
    }

    private void append(String name, String table, Schema schema, long events, long eventsPerSecond)
            throws SQLException {
        Options options = new Options(Map.of(
                "event-type", name,
                "events.num", Long.toString(events),
                "first-event.rate", Long.toString(eventsPerSecond)));
        try (SourceReader reader = new NexmarkConnector()
                        .source(new TableDescriptor(name, schema, List.of(), List.of(), options), Optional.empty())
                        .orElseThrow()
                        .createReader(new GeneratorContext(0, 1, millis -> {}), List.of());
                DuckDBAppender appender =
                        connection.unwrap(DuckDBConnection.class).createAppender("main", table)) {
            for (SplitBatch made = reader.poll(BATCH_ROWS); made != null; made = reader.poll(BATCH_ROWS)) {
                append(made.batch(), appender);
            }
        }
    }

    private static void append(Batch batch, DuckDBAppender appender) throws SQLException {
        for (int row = 0; row < batch.rowCount(); row++) {
            appender.beginRow();
            for (int column = 0; column < batch.columnCount(); column++) {
                if (batch.column(column) instanceof BytesColumn texts) {
                    appender.append(
                            new String(texts.data(), texts.start(row), texts.byteCount(row), StandardCharsets.UTF_8));
                } else {
                    appender.append(((LongColumn) batch.column(column)).values()[row]);
                }
            }
            appender.endRow();
        }
    }
}
