package io.weir.connector.format.raw;

import io.weir.spi.connector.Format;
import io.weir.spi.connector.FormatFactory;
import io.weir.spi.connector.Option;
import io.weir.spi.connector.TableDescriptor;
import io.weir.spi.data.DataType;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.util.List;

/** The whole record is the value of the only column. */
public final class RawFormatFactory implements FormatFactory {
    private enum Endianness {
        BIG_ENDIAN,
        LITTLE_ENDIAN
    }

    private static final Option<Charset> CHARSET = new Option<>(
            "raw.charset", RawFormatFactory::charset, "UTF-8", "Character set of records that are text.", false);
    private static final Option<Endianness> ENDIANNESS = Option.oneOf(
            "raw.endianness", Endianness.class, "big-endian", "Order of the bytes of records that are numbers.");

    @Override
    public String name() {
        return "raw";
    }

    @Override
    public String description() {
        return "The whole record is the value of the only column.";
    }

    @Override
    public List<Option<?>> options() {
        return List.of(CHARSET, ENDIANNESS);
    }

    @Override
    public Format create(TableDescriptor table) {
        if (table.physical().size() != 1) {
            throw new WeirException(
                    ErrorCode.VALIDATION_ERROR,
                    "format 'raw' wants one column, found " + table.physical().size());
        }
        DataType type = table.physical().types().get(0);
        switch (type.kind()) {
            case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, VARCHAR, VARBINARY -> {}
            default ->
                throw new WeirException(
                                ErrorCode.TYPE_MISMATCH,
                                "column \"" + table.physical().names().get(0)
                                        + "\" has a type that format 'raw' does not hold, " + type)
                        .withDetail(
                                "The types are BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, VARCHAR, VARBINARY.");
        }
        ByteOrder order = table.options().get(ENDIANNESS) == Endianness.BIG_ENDIAN
                ? ByteOrder.BIG_ENDIAN
                : ByteOrder.LITTLE_ENDIAN;
        return new RawFormat(type, table.options().get(CHARSET), order);
    }

    private static Charset charset(String text) {
        try {
            return Charset.forName(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a character set such as 'UTF-8'", e);
        }
    }
}
