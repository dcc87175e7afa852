package io.weir.runtime.state;

import static io.weir.spi.Checks.checkArgument;
import static io.weir.spi.Checks.checkState;

import io.weir.spi.data.Batch;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.DataType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of columns to canonical bytes and back. The bytes of two rows are equal exactly if their values are, as SQL
 * groups them (NULL equals NULL, -0.0 equals 0.0); whether a type is nullable makes no difference. The encoding is part
 * of the format of snapshots; {@code FieldCodec} describes it.
 *
 * <p>Holds buffers; not thread-safe.
 */
public final class RowCodec {
    private final FieldCodec[] fields;
    private int[] cursors = {};

    public RowCodec(List<DataType> types) {
        fields = types.stream().map(FieldCodec::of).toArray(FieldCodec[]::new);
    }

    /**
     * Encodes some columns of all rows of a batch into {@code rows}, which is cleared first. {@code columns} are
     * indexes, one for each type.
     */
    public void encode(Batch batch, int[] columns, ByteRows rows) {
        encode(batch, columns, 0, rows);
    }

    /** The same, with room for {@code prefixBytes} before each row, which the caller fills in. */
    public void encode(Batch batch, int[] columns, int prefixBytes, ByteRows rows) {
        checkArgument(columns.length == fields.length, "%s columns for %s types", columns.length, fields.length);
        int count = batch.rowCount();
        int[] selection = batch.selection();
        if (cursors.length < count) {
            cursors = new int[count];
        }
        Arrays.fill(cursors, 0, count, prefixBytes);
        for (int i = 0; i < fields.length; i++) {
            fields[i].measure(batch.column(columns[i]), selection, count, cursors);
        }
        rows.clear();
        rows.reserveRows(count);
        long end = 0;
        for (int row = 0; row < count; row++) {
            int size = cursors[row];
            cursors[row] = (int) end + prefixBytes;
            end += size;
            checkState(end <= Integer.MAX_VALUE, "the encoded rows of one batch exceed 2 GB");
            rows.offsets[row + 1] = (int) end;
        }
        rows.reserve((int) end);
        for (int i = 0; i < fields.length; i++) {
            fields[i].writeAll(batch.column(columns[i]), selection, count, rows.data, cursors);
        }
        rows.count = count;
        rows.position = (int) end;
    }

    /** Appends one row of a batch to the row that is being written; {@link ByteRows#endRow} closes it. */
    public void append(Batch batch, int[] columns, int row, ByteRows rows) {
        int position = batch.position(row);
        int size = 0;
        for (int i = 0; i < fields.length; i++) {
            size += fields[i].size(batch.column(columns[i]), position);
        }
        rows.reserve(size);
        for (int i = 0; i < fields.length; i++) {
            rows.position = fields[i].write(batch.column(columns[i]), position, rows.data, rows.position);
        }
    }

    /**
     * Appends the values of an encoded row to builders, one for each column.
     *
     * @return where the row ends
     */
    public int decode(byte[] data, int from, ColumnBuilder[] columns) {
        int at = from;
        for (int i = 0; i < fields.length; i++) {
            at = fields[i].read(data, at, columns[i]);
        }
        return at;
    }

    /**
     * Appends some of the values of an encoded row: those whose builder is not null.
     *
     * @return where the row ends
     */
    public int decodeSome(byte[] data, int from, @Nullable ColumnBuilder[] columns) {
        int at = from;
        for (int i = 0; i < fields.length; i++) {
            ColumnBuilder column = columns[i];
            at = column == null ? fields[i].skip(data, at) : fields[i].read(data, at, column);
        }
        return at;
    }

    /**
     * Appends the values of many encoded rows to builders, column by column, which keeps the loops short.
     *
     * @param data the arrays in which the rows stand, {@code byte[count or more][]}
     * @param cursors where they begin; moved
     * @param columns a builder for each column, or null for one that is not wanted
     */
    public void decodeAll(byte[][] data, int[] cursors, int count, @Nullable ColumnBuilder[] columns) {
        int wanted = fields.length;
        while (wanted > 0 && columns[wanted - 1] == null) {
            wanted--;
        }
        for (int i = 0; i < wanted; i++) {
            ColumnBuilder column = columns[i];
            if (column == null) {
                fields[i].skipAll(data, cursors, count);
            } else {
                column.reserve(count);
                fields[i].readAll(data, cursors, count, column);
            }
        }
    }

    /** Where the row that begins at {@code from} ends. */
    public int skip(byte[] data, int from) {
        int at = from;
        for (FieldCodec field : fields) {
            at = field.skip(data, at);
        }
        return at;
    }
}
