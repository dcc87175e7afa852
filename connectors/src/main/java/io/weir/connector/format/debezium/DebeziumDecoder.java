package io.weir.connector.format.debezium;

import io.weir.connector.format.json.JsonEnvelope;
import io.weir.connector.format.json.JsonEnvelope.Part;
import io.weir.connector.format.json.JsonOptions;
import io.weir.connector.format.json.JsonRowDecoder;
import io.weir.spi.connector.Format;
import io.weir.spi.connector.Format.MalformedRecordException;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.RowKind;
import io.weir.spi.data.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From change events to a changelog: {@code c} and {@code r} insert {@code after}, {@code u} withdraws {@code before}
 * and inserts {@code after}, {@code d} withdraws {@code before}. Empty records are the tombstones that follow deletions
 * in compacted topics: they say nothing new.
 *
 * <p>Steps: find where {@code before}, {@code after} and {@code op} stand in the record; then read the rows at those
 * places, because {@code op} comes last.
 */
final class DebeziumDecoder implements Format.Decoder {
    private final JsonRowDecoder rowDecoder;
    private final JsonEnvelope envelope = new JsonEnvelope();
    private final boolean withSchema;
    private final boolean ignoreParseErrors;

    DebeziumDecoder(Schema schema, List<Integer> wanted, JsonOptions options, boolean withSchema) {
        this.rowDecoder = new JsonRowDecoder(schema, wanted, options);
        this.withSchema = withSchema;
        this.ignoreParseErrors = options.ignoreParseErrors();
    }

    @Override
    public void decode(byte[] data, int from, int to, BatchBuilder rows, Format.RowEnd end)
            throws MalformedRecordException {
        try {
            if (envelope.read(data, from, to, withSchema)) {
                decodeEvent(data, rows, end);
            }
        } catch (MalformedRecordException e) {
            if (!ignoreParseErrors) {
                throw e;
            }
            rows.abandonRow();
        }
    }

    private void decodeEvent(byte[] data, BatchBuilder rows, Format.RowEnd end) throws MalformedRecordException {
        String operation = envelope.operation();
        if (operation == null) {
            throw new MalformedRecordException("field \"op\" is missing");
        }
        switch (operation) {
            case "c", "r" -> addRow("after", envelope.after(), operation, RowKind.INSERT_CODE, data, rows, end);
            case "u" -> {
                // Both are looked at before the first is closed: half an update must not stay.
                checkThere("before", envelope.before(), operation);
                checkReadable(envelope.after(), data, rows);
                addRow("before", envelope.before(), operation, RowKind.UPDATE_BEFORE_CODE, data, rows, end);
                addRow("after", envelope.after(), operation, RowKind.UPDATE_AFTER_CODE, data, rows, end);
            }
            case "d" -> addRow("before", envelope.before(), operation, RowKind.DELETE_CODE, data, rows, end);
            default ->
                throw new MalformedRecordException(
                        "field \"op\": wanted one of c, r, u, d, found \"" + operation + "\"");
        }
    }

    private void checkReadable(@Nullable Part part, byte[] data, BatchBuilder rows) throws MalformedRecordException {
        Part found = checkThere("after", part, "u");
        rowDecoder.decodeColumns(data, found.from(), found.to(), rows);
        rows.abandonRow();
    }

    private static Part checkThere(String name, @Nullable Part part, String operation) throws MalformedRecordException {
        if (part == null) {
            String why = name.equals("before")
                    ? "; the database has to log whole rows (PostgreSQL: REPLICA IDENTITY FULL)"
                    : "";
            throw new MalformedRecordException(
                    "wanted a row in field \"" + name + "\" of operation \"" + operation + "\", found null" + why);
        }
        return part;
    }

    private void addRow(
            String name,
            @Nullable Part part,
            String operation,
            byte kind,
            byte[] data,
            BatchBuilder rows,
            Format.RowEnd end)
            throws MalformedRecordException {
        Part found = checkThere(name, part, operation);
        rowDecoder.decodeColumns(data, found.from(), found.to(), rows);
        end.end(rows, kind);
    }
}
