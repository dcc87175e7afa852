package io.weir.connector.format.csv;

import io.weir.connector.format.ScalarWriter;
import io.weir.spi.connector.Format;
import io.weir.spi.connector.Format.ByteBuffer;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BytesColumn;
import io.weir.spi.data.Column;
import io.weir.spi.data.DataType;
import io.weir.spi.data.Schema;
import java.util.List;

/** Writes one line per row, without the line end. */
final class CsvEncoder implements Format.Encoder {
    private final List<DataType> types;
    private final ScalarWriter[] writers;
    private final CsvCellWriter cells;
    private final byte delimiter;
    /** Text of the current cell, reused. */
    private final ByteBuffer cell = new ByteBuffer(64);

    CsvEncoder(Schema schema, CsvDialect dialect) {
        this.types = schema.types();
        this.writers = types.stream().map(type -> new ScalarWriter(type, ' ')).toArray(ScalarWriter[]::new);
        this.cells = new CsvCellWriter(dialect);
        this.delimiter = dialect.delimiter();
    }

    @Override
    public void encode(Batch batch, int row, ByteBuffer out) {
        int position = batch.position(row);
        for (int i = 0; i < writers.length; i++) {
            if (i > 0) {
                out.write(delimiter);
            }
            Column column = batch.column(i);
            if (column.isNull(position)) {
                cells.writeNull(out);
            } else if (types.get(i).isText()) {
                BytesColumn bytes = (BytesColumn) column;
                cells.write(bytes.data(), bytes.start(position), bytes.end(position), out);
            } else {
                cell.reset();
                writers[i].write(column, position, cell);
                cells.write(cell.array(), 0, cell.size(), out);
            }
        }
    }
}
