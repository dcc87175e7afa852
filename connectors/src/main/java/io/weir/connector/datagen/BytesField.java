package io.weir.connector.datagen;

import io.weir.connector.base.Draw;
import io.weir.spi.connector.Option;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.nio.charset.StandardCharsets;

/** Random hexadecimal digits for texts, as in Flink, and random bytes for binaries. */
final class BytesField implements FieldGenerator {
    private static final int DEFAULT_LENGTH = 100;
    private static final int MAX_LENGTH = 1 << 20;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final long fieldSeed;
    private final boolean text;
    private final boolean varying;
    /** Reused for every value; the builder copies. */
    private final byte[] value;

    private BytesField(long fieldSeed, boolean text, boolean varying, int length) {
        this.fieldSeed = fieldSeed;
        this.text = text;
        this.varying = varying;
        this.value = new byte[length];
    }

    static BytesField of(DataType type, FieldOptions options, long fieldSeed) {
        boolean fixed = type.kind() == TypeKind.CHAR || type.kind() == TypeKind.BINARY;
        if (fixed) {
            return new BytesField(fieldSeed, type.isText(), false, Math.min(type.precision(), MAX_LENGTH));
        }
        long longest = Math.min(type.precision(), MAX_LENGTH);
        String otherwise = Long.toString(Math.min(DEFAULT_LENGTH, longest));
        long length =
                options.get(Option.integer("length", otherwise, 0, longest, "Characters or bytes of each value."));
        boolean varying = options.get(Option.bool("var-len", "false", "Whether lengths vary from 1 to 'length'."));
        if (varying && length == 0) {
            throw new WeirException(
                    ErrorCode.OPTION_VALUE, "option '" + options.key("length") + "' wants at least 1 with 'var-len'");
        }
        return new BytesField(fieldSeed, type.isText(), varying, (int) length);
    }

    @Override
    public void add(ColumnBuilder out, long row, long nowMillis) {
        int length = varying ? 1 + Draw.high(Draw.bits(fieldSeed, row, 0), value.length) : value.length;
        int bitsPerByte = text ? 4 : 8;
        long bits = 0;
        int left = 0;
        int draw = 1;
        for (int i = 0; i < length; i++) {
            if (left == 0) {
                bits = Draw.bits(fieldSeed, row, draw++);
                left = Long.SIZE;
            }
            value[i] = text ? HEX[(int) (bits & 0xF)] : (byte) bits;
            bits >>>= bitsPerByte;
            left -= bitsPerByte;
        }
        out.addBytes(value, 0, length);
    }
}
