package io.weir.connector.format;

import io.weir.spi.data.Batch;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.DataType;
import io.weir.spi.data.RowKind;
import io.weir.spi.data.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Random rows of any types, with what breaks formats in them: edges of ranges, quotes, delimiters, nulls, characters of
 * four bytes.
 */
public final class RandomRows {
    private static final String[] PIECES = {
        "",
        "a",
        "käse",
        "\"",
        "\"\"",
        ",",
        ";",
        "\\",
        "'",
        "\t",
        " ",
        "#",
        "null",
        "{",
        "}",
        "[1]",
        "😀",
        "\u0000\u0001",
        "\u2028",
        "x,y"
    };

    private final Random random;
    private final boolean lineBreaks;

    public RandomRows(long seed, boolean lineBreaks) {
        this.random = new Random(seed);
        this.lineBreaks = lineBreaks;
    }

    public Batch batch(List<DataType> types, int rowCount) {
        BatchBuilder rows = new BatchBuilder(types);
        for (int row = 0; row < rowCount; row++) {
            List<Object> values = new ArrayList<>();
            for (DataType type : types) {
                values.add(value(type));
            }
            rows.addRow(types, RowKind.INSERT_CODE, values);
        }
        return rows.build();
    }

    public Object value(DataType type) {
        if (type.nullable() && random.nextInt(5) == 0) {
            return null;
        }
        return switch (type.kind()) {
            case BOOLEAN -> random.nextBoolean();
            case TINYINT -> (int) (byte) random.nextInt();
            case SMALLINT -> (int) (short) random.nextInt();
            case INTEGER, INTERVAL_YEAR_MONTH -> random.nextInt(4) == 0 ? Integer.MIN_VALUE : random.nextInt();
            case BIGINT, INTERVAL_DAY_TIME -> random.nextInt(4) == 0 ? Long.MIN_VALUE : random.nextLong();
            case REAL ->
                random.nextInt(10) == 0 ? Double.NaN : (double) Float.intBitsToFloat(random.nextInt() & 0x7F7FFFFF);
            case DOUBLE -> random.nextInt(10) == 0 ? Double.NEGATIVE_INFINITY : random.nextGaussian() * 1e100;
            case DECIMAL ->
                new BigDecimal(
                        new BigInteger(120, random)
                                .mod(BigInteger.TEN.pow(1 + random.nextInt(type.precision())))
                                .multiply(BigInteger.valueOf(random.nextBoolean() ? 1 : -1)),
                        type.scale());
            case CHAR -> "abcdefgh".substring(0, type.precision());
            case VARCHAR -> text();
            case BINARY -> bytes(type.precision());
            case VARBINARY -> bytes(random.nextInt(20));
            case DATE -> random.nextInt(200_000) - 100_000;
            case TIME -> cut(type, random.nextLong(86_400_000_000L));
            case TIMESTAMP, TIMESTAMP_LTZ ->
                cut(type, random.nextLong(8_000_000_000_000_000L) - 4_000_000_000_000_000L);
            case ARRAY -> list(type.children().get(0), random.nextInt(4));
            case MAP -> map(type);
            case ROW -> {
                List<Object> fields = new ArrayList<>();
                type.children().forEach(child -> fields.add(value(child)));
                yield fields;
            }
            case NULL -> null;
        };
    }

    private static long cut(DataType type, long micros) {
        long unit = (long) Math.pow(10, 6 - type.precision());
        return Math.floorDiv(micros, unit) * unit;
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private List<Object> list(DataType type, int length) {
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            list.add(value(type));
        }
        return list;
    }

    private Map<Object, Object> map(DataType type) {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            map.put(
                    value(type.children().get(0).notNull()),
                    value(type.children().get(1)));
        }
        return map;
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
            text.append(lineBreaks && random.nextInt(5) == 0 ? "\r\n" : "");
        }
        return text.toString();
    }

    /** Columns of all scalar types. */
    public static List<DataType> scalarTypes() {
        List<DataType> types = new ArrayList<>();
        for (TypeKind kind : TypeKind.values()) {
            switch (kind) {
                case ARRAY, MAP, ROW, NULL -> {}
                case DECIMAL ->
                    types.addAll(List.of(
                            DataType.decimal(18, 0),
                            DataType.decimal(18, 18),
                            DataType.decimal(10, 2),
                            DataType.decimal(38, 10)));
                case TIME, TIMESTAMP, TIMESTAMP_LTZ ->
                    types.addAll(List.of(DataType.of(kind, 0), DataType.of(kind, 3), DataType.of(kind, 6)));
                case CHAR, BINARY -> types.add(DataType.of(kind, 5));
                default -> types.add(DataType.of(kind));
            }
        }
        types.add(DataType.of(TypeKind.VARCHAR).notNull());
        return types;
    }
}
