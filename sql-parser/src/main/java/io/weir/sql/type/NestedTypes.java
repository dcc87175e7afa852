package io.weir.sql.type;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.util.Litmus;

/** What arrays, maps and rows have in common. */
final class NestedTypes {
    private NestedTypes() {}

    /** {@code ARRAY<}; Calcite's writer would put blanks around it. */
    static void open(SqlWriter writer, String keyword) {
        writer.keyword(keyword);
        symbol(writer, "<", false);
    }

    static void comma(SqlWriter writer) {
        symbol(writer, ",", true);
    }

    static void close(SqlWriter writer) {
        symbol(writer, ">", true);
    }

    private static void symbol(SqlWriter writer, String symbol, boolean blankAfter) {
        writer.setNeedWhitespace(false);
        writer.print(symbol);
        writer.setNeedWhitespace(blankAfter);
    }

    static void write(SqlWriter writer, SqlDataTypeSpec type) {
        type.unparse(writer, 0, 0);
        if (Boolean.FALSE.equals(type.getNullable())) {
            writer.keyword("NOT NULL");
        }
    }

    /** The type of a part; it may be NULL unless declared otherwise. */
    static RelDataType derive(SqlDataTypeSpec type, SqlValidator validator) {
        return type.deriveType(validator, true);
    }

    static boolean equal(List<SqlDataTypeSpec> left, List<SqlDataTypeSpec> right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (!left.get(i).equalsDeep(right.get(i), Litmus.IGNORE)) {
                return false;
            }
        }
        return true;
    }
}
