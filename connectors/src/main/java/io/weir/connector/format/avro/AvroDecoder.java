package io.weir.connector.format.avro;

import io.weir.spi.connector.Format;
import io.weir.spi.connector.Format.MalformedRecordException;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.DataType;
import io.weir.spi.data.RowKind;
import io.weir.spi.data.Schema;
import java.util.Arrays;
import java.util.List;

/**
 * Reads all fields of a record, which have no marks between them; those that are not wanted go to builders that are
 * emptied at once.
 */
final class AvroDecoder implements Format.Decoder {
    private static final int NOT_WANTED = -1;

    private final List<String> names;
    private final AvroCodec[] codecs;
    /** By field: the column of the builder. */
    private final int[] targets;

    private final ColumnBuilder[] dropped;
    private final AvroInput in = new AvroInput();

    AvroDecoder(Schema schema, List<Integer> wanted) {
        List<DataType> types = schema.types();
        this.names = schema.names();
        this.codecs = types.stream().map(AvroCodecs::of).toArray(AvroCodec[]::new);
        this.targets = new int[codecs.length];
        Arrays.fill(targets, NOT_WANTED);
        for (int i = 0; i < wanted.size(); i++) {
            targets[wanted.get(i)] = i;
        }
        this.dropped = types.stream().map(ColumnBuilder::of).toArray(ColumnBuilder[]::new);
    }

    @Override
    public void decode(byte[] data, int from, int to, BatchBuilder rows, Format.RowEnd end)
            throws MalformedRecordException {
        in.reset(data, from, to);
        for (int field = 0; field < codecs.length; field++) {
            boolean wanted = targets[field] != NOT_WANTED;
            ColumnBuilder out = wanted ? rows.column(targets[field]) : dropped[field];
            try {
                codecs[field].read(in, out);
            } catch (MalformedRecordException e) {
                throw new MalformedRecordException("field \"" + names.get(field) + "\": " + e.getMessage());
            } finally {
                dropped[field].truncate(0);
            }
        }
        if (!in.isAtEnd()) {
            throw in.malformed("wanted nothing behind the last field, found more");
        }
        end.end(rows, RowKind.INSERT_CODE);
    }
}
