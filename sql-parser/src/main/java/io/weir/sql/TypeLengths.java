package io.weir.sql;

import io.weir.spi.error.WeirException;
import io.weir.sql.parser.ParserMessages;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/** Refuses lengths, digits and scales that a type does not have. */
final class TypeLengths {
    private static final int DECIMAL_DIGITS = 38;
    private static final int FRACTION_DIGITS = 6;

    /** Values of these types are padded to their length: each takes so much memory, whatever is in it. */
    private static final int PADDED_LENGTH = 65_535;

    private TypeLengths() {}

    static void check(SqlBasicTypeNameSpec type) {
        int precision = type.getPrecision();
        int scale = type.getScale();
        String name = type.getTypeName().toString();
        SqlTypeName known = SqlTypeName.get(name);
        if (known == null || precision < 0) {
            return; // none is given
        }
        switch (known) {
            case DECIMAL -> {
                check(precision >= 1 && precision <= DECIMAL_DIGITS, type, "digits", 1, DECIMAL_DIGITS, precision);
                boolean isGiven = scale != RelDataType.SCALE_NOT_SPECIFIED;
                check(!isGiven || (scale >= 0 && scale <= precision), type, "as scale", 0, precision, scale);
            }
            case TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                check(precision <= FRACTION_DIGITS, type, "fractional digits", 0, FRACTION_DIGITS, precision);
            case CHAR, BINARY ->
                check(precision >= 1 && precision <= PADDED_LENGTH, type, "as length", 1, PADDED_LENGTH, precision);
            case VARCHAR, VARBINARY -> check(precision >= 1, type, "as length", 1, Integer.MAX_VALUE, precision);
            default -> {
                // The grammar takes no length for the others.
            }
        }
    }

    private static void check(boolean holds, SqlBasicTypeNameSpec type, String what, int least, int most, int found) {
        if (!holds) {
            SqlParserPos position = type.getParserPos();
            WeirException error = ParserMessages.lengthOfType(type.getTypeName().toString(), what, least, most, found);
            throw error.at(position.getLineNum(), position.getColumnNum());
        }
    }
}
