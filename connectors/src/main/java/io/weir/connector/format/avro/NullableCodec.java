package io.weir.connector.format.avro;

import io.weir.spi.connector.Format.ByteBuffer;
import io.weir.spi.connector.Format.MalformedRecordException;
import io.weir.spi.data.Column;
import io.weir.spi.data.ColumnBuilder;

/** A value or null: the union of null, which is branch 0, and a type, which is branch 1. */
record NullableCodec(AvroCodec value) implements AvroCodec {
    @Override
    public void read(AvroInput in, ColumnBuilder out) throws MalformedRecordException {
        long branch = in.readLong();
        if (branch == 0) {
            out.addNull();
        } else if (branch == 1) {
            value.read(in, out);
        } else {
            throw in.malformed("wanted branch 0 (null) or 1, found " + branch);
        }
    }

    @Override
    public void write(Column column, int position, ByteBuffer out) {
        boolean isNull = column.isNull(position);
        AvroOutput.writeLong(isNull ? 0 : 1, out);
        if (!isNull) {
            value.write(column, position, out);
        }
    }
}
