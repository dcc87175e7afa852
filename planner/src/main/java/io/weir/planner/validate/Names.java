package io.weir.planner.validate;

import io.weir.planner.expression.TypeMapping;
import io.weir.spi.error.WeirException;
import java.util.Collection;
import java.util.stream.Collectors;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.parser.SqlParserPos;

/** What messages have in common: lists of names, types as SQL spells them, positions. */
public final class Names {
    private static final int MOST_LISTED = 30;

    private Names() {}

    /** {@code The columns are "a", "b".}, cut short if there are very many. */
    public static String columns(Collection<String> names) {
        return "The columns are " + list(names) + ".";
    }

    static String list(Collection<String> names) {
        String listed = names.stream()
                .limit(MOST_LISTED)
                .map(name -> "\"" + name + "\"")
                .collect(Collectors.joining(", "));
        return names.size() > MOST_LISTED ? listed + ", ... (" + names.size() + " in all)" : listed;
    }

    /** The type as SQL spells it, without NOT NULL, which is rarely the point. */
    public static String type(RelDataType type) {
        return TypeMapping.toDataType(type).withNullable(true).toString();
    }

    /** The error at a place in the statement, if the place is known. */
    public static WeirException at(WeirException error, SqlParserPos position) {
        return position.getLineNum() <= 0 ? error : error.at(position.getLineNum(), position.getColumnNum());
    }
}
