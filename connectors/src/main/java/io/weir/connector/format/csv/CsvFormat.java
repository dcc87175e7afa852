package io.weir.connector.format.csv;

import io.weir.spi.connector.ChangelogKind;
import io.weir.spi.connector.Format;
import io.weir.spi.data.Schema;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The format of one table. */
record CsvFormat(Schema schema, CsvDialect dialect, boolean header, boolean ignoreParseErrors) implements Format {
    @Override
    public ChangelogKind changelog() {
        return ChangelogKind.INSERT_ONLY;
    }

    @Override
    public Decoder createDecoder(List<Integer> wanted) {
        return new CsvDecoder(schema, wanted, dialect, ignoreParseErrors);
    }

    @Override
    public Encoder createEncoder() {
        return new CsvEncoder(schema, dialect);
    }

    @Override
    public boolean isLineBased() {
        return true;
    }

    @Override
    public int headerLineCount() {
        return header ? 1 : 0;
    }

    @Override
    public byte[] fileHeader() {
        if (!header) {
            return new byte[0];
        }
        ByteBuffer line = new ByteBuffer(256);
        CsvCellWriter cells = new CsvCellWriter(dialect);
        for (int i = 0; i < schema.size(); i++) {
            if (i > 0) {
                line.write(dialect.delimiter());
            }
            byte[] name = schema.names().get(i).getBytes(StandardCharsets.UTF_8);
            cells.write(name, 0, name.length, line);
        }
        line.write('\n');
        return line.toByteArray();
    }
}
