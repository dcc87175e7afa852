package io.weir.connector.format.avro;

import io.weir.spi.connector.Format.ByteBuffer;
import io.weir.spi.connector.Format.MalformedRecordException;
import io.weir.spi.data.Column;
import io.weir.spi.data.ColumnBuilder;

/** Reads and writes values of one type that are not null. */
interface AvroCodec {
    void read(AvroInput in, ColumnBuilder out) throws MalformedRecordException;

    void write(Column column, int position, ByteBuffer out);
}
