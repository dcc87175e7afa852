package io.weir.connector.datagen;

import io.weir.spi.connector.Option;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/** Numbers from {@code start} to {@code end}, one per row, as any numeric type or as text. */
final class SequenceField implements FieldGenerator {
    private static final Option<Long> START =
            Option.integer("start", null, Long.MIN_VALUE, Long.MAX_VALUE, "First number of the sequence.");
    private static final Option<Long> END =
            Option.integer("end", null, Long.MIN_VALUE, Long.MAX_VALUE, "Last number of the sequence.");

    private final DataType type;
    private final long start;
    private final long rowCount;

    private SequenceField(DataType type, long start, long rowCount) {
        this.type = type;
        this.start = start;
        this.rowCount = rowCount;
    }

    static SequenceField of(DataType type, FieldOptions options) {
        long greatest = greatest(type, options);
        long start = options.get(START);
        long end = options.get(END);
        if (start > end || start < -greatest - 1 || end > greatest) {
            throw new WeirException(
                    ErrorCode.OPTION_VALUE,
                    "options '" + options.key("start") + "' and '" + options.key("end") + "' want a range of " + type
                            + ", found " + start + " to " + end);
        }
        long rows = end - start + 1;
        return new SequenceField(type, start, rows <= 0 ? Long.MAX_VALUE : rows);
    }

    private static long greatest(DataType type, FieldOptions options) {
        return switch (type.kind()) {
            case TINYINT -> Byte.MAX_VALUE;
            case SMALLINT -> Short.MAX_VALUE;
            case INTEGER -> Integer.MAX_VALUE;
            case BIGINT, VARCHAR -> Long.MAX_VALUE;
            case REAL -> 1L << 24; // beyond, not every whole number has a value of its own
            case DOUBLE -> 1L << 53;
            case DECIMAL -> {
                BigDecimal most =
                        BigDecimal.TEN.pow(type.precision() - type.scale()).subtract(BigDecimal.ONE);
                yield most.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValueExact();
            }
            default ->
                throw new WeirException(
                        ErrorCode.OPTION_VALUE,
                        "option '" + options.key("kind") + "' wants 'random' for type " + type + ", found 'sequence'");
        };
    }

    long rowCount() {
        return rowCount;
    }

    @Override
    public void add(ColumnBuilder out, long row, long nowMillis) {
        long value = start + row;
        switch (type.form()) {
            case INTS -> out.addInt((int) value);
            case LONGS ->
                out.addLong(
                        type.kind() == TypeKind.DECIMAL
                                ? BigDecimal.valueOf(value)
                                        .setScale(type.scale())
                                        .unscaledValue()
                                        .longValueExact()
                                : value);
            case DOUBLES -> out.addDouble((double) value);
            case BYTES -> {
                byte[] text = Long.toString(value).getBytes(StandardCharsets.US_ASCII);
                out.addBytes(text, 0, text.length);
            }
            default -> out.addObject(BigDecimal.valueOf(value).setScale(type.scale()));
        }
    }
}
