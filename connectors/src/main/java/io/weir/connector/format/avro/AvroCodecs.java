package io.weir.connector.format.avro;

import io.weir.connector.format.ScalarReader;
import io.weir.spi.connector.Format.ByteBuffer;
import io.weir.spi.connector.Format.MalformedRecordException;
import io.weir.spi.data.BooleanColumn;
import io.weir.spi.data.BytesColumn;
import io.weir.spi.data.Column;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.ColumnForm;
import io.weir.spi.data.DataType;
import io.weir.spi.data.DoubleColumn;
import io.weir.spi.data.IntColumn;
import io.weir.spi.data.LongColumn;
import io.weir.spi.data.ObjectColumn;
import io.weir.spi.data.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * From types to their encoding: whole numbers up to 32 bits and DATE are {@code int}, BIGINT {@code long}, texts
 * {@code string}, binaries {@code bytes}, DECIMAL {@code bytes} of the unscaled value, TIME and TIMESTAMP up to 3
 * digits are milliseconds, beyond that microseconds.
 */
final class AvroCodecs {
    private AvroCodecs() {}

    static AvroCodec of(DataType type) {
        AvroCodec value = switch (type.kind()) {
            case BOOLEAN -> new BooleanCodec();
            case TINYINT, SMALLINT, INTEGER, DATE -> new IntCodec(new ScalarReader(type));
            case BIGINT -> new LongCodec(1);
            case TIME, TIMESTAMP, TIMESTAMP_LTZ -> new LongCodec(type.precision() <= 3 ? 1000 : 1);
            case REAL, DOUBLE -> new FloatingCodec(type.kind() == TypeKind.REAL);
            case DECIMAL -> new DecimalCodec(type);
            case CHAR, VARCHAR, BINARY, VARBINARY -> new BytesCodec(type, new ScalarReader(type));
            case ARRAY -> new NestedCodecs.ArrayCodec(type);
            case MAP -> new NestedCodecs.MapCodec(type);
            case ROW -> new NestedCodecs.RowCodec(type);
            default -> throw new IllegalStateException("no Avro encoding for type " + type);
        };
        return type.nullable() ? new NullableCodec(value) : value;
    }

    private record BooleanCodec() implements AvroCodec {
        @Override
        public void read(AvroInput in, ColumnBuilder out) throws MalformedRecordException {
            out.addBoolean(in.readBoolean());
        }

        @Override
        public void write(Column column, int position, ByteBuffer out) {
            out.write(((BooleanColumn) column).values()[position] ? 1 : 0);
        }
    }

    private record IntCodec(ScalarReader range) implements AvroCodec {
        @Override
        public void read(AvroInput in, ColumnBuilder out) throws MalformedRecordException {
            range.readInt(in.readLong(), out);
        }

        @Override
        public void write(Column column, int position, ByteBuffer out) {
            AvroOutput.writeLong(((IntColumn) column).values()[position], out);
        }
    }

    /** @param unit how many of the column's units are one of the encoding's */
    private record LongCodec(long unit) implements AvroCodec {
        @Override
        public void read(AvroInput in, ColumnBuilder out) throws MalformedRecordException {
            long value = in.readLong();
            if (Math.multiplyHigh(value, unit) != (value * unit) >> 63) {
                throw in.malformed("wanted a time in milliseconds, found " + value);
            }
            out.addLong(value * unit);
        }

        @Override
        public void write(Column column, int position, ByteBuffer out) {
            AvroOutput.writeLong(Math.floorDiv(((LongColumn) column).values()[position], unit), out);
        }
    }

    private record FloatingCodec(boolean single) implements AvroCodec {
        @Override
        public void read(AvroInput in, ColumnBuilder out) throws MalformedRecordException {
            out.addDouble(single ? in.readFloat() : in.readDouble());
        }

        @Override
        public void write(Column column, int position, ByteBuffer out) {
            double value = ((DoubleColumn) column).values()[position];
            if (single) {
                AvroOutput.writeFixed(Float.floatToRawIntBits((float) value), Float.BYTES, out);
            } else {
                AvroOutput.writeFixed(Double.doubleToRawLongBits(value), Double.BYTES, out);
            }
        }
    }

    private record BytesCodec(DataType type, ScalarReader lengths) implements AvroCodec {
        @Override
        public void read(AvroInput in, ColumnBuilder out) throws MalformedRecordException {
            int length = in.readLength();
            int from = in.position;
            in.position += length;
            if (type.isText()) {
                lengths.read(in.data, from, from + length, out);
            } else {
                lengths.readBinary(Arrays.copyOfRange(in.data, from, from + length), out);
            }
        }

        @Override
        public void write(Column column, int position, ByteBuffer out) {
            BytesColumn bytes = (BytesColumn) column;
            AvroOutput.writeBytes(bytes.data(), bytes.start(position), bytes.byteCount(position), out);
        }
    }

    /** The unscaled value, big-endian, in two's complement. */
    private record DecimalCodec(DataType type) implements AvroCodec {
        private static final int MOST_BYTES = 17; // 38 digits and a sign

        @Override
        public void read(AvroInput in, ColumnBuilder out) throws MalformedRecordException {
            int length = in.readLength();
            if (length == 0 || length > MOST_BYTES) {
                throw in.malformed("wanted a " + type + " of 1 to " + MOST_BYTES + " bytes, found " + length);
            }
            BigInteger unscaled = new BigInteger(in.data, in.position, length);
            in.position += length;
            BigDecimal value = new BigDecimal(unscaled, type.scale());
            if (value.precision() > type.precision()) {
                throw new MalformedRecordException("wanted " + type + ", found " + value.toPlainString());
            }
            if (type.form() == ColumnForm.LONGS) {
                out.addLong(unscaled.longValueExact());
            } else {
                out.addObject(value);
            }
        }

        @Override
        public void write(Column column, int position, ByteBuffer out) {
            BigInteger unscaled = column instanceof LongColumn longs
                    ? BigInteger.valueOf(longs.values()[position])
                    : ((BigDecimal) ((ObjectColumn) column).values()[position]).unscaledValue();
            byte[] bytes = unscaled.toByteArray();
            AvroOutput.writeBytes(bytes, 0, bytes.length, out);
        }
    }
}
