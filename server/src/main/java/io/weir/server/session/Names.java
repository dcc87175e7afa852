package io.weir.server.session;

import io.weir.planner.catalog.Catalog;
import io.weir.server.sys.InformationSchema;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Names as statements write them. */
final class Names {
    private Names() {}

    /**
     * The name by which the catalog knows an object: {@code t}, {@code sys.jobs}; {@code weir.} and {@code public.} may
     * stand in front.
     */
    static String object(SqlIdentifier identifier) {
        List<String> parts = new ArrayList<>(identifier.names);
        if (parts.size() > 1 && parts.get(0).equalsIgnoreCase(InformationSchema.CATALOG)) {
            parts.remove(0);
        }
        if (parts.size() > 1 && parts.get(0).equalsIgnoreCase(Catalog.DEFAULT_SCHEMA)) {
            parts.remove(0);
        }
        return String.join(".", parts);
    }

    /** The name of a table or view to be created: without a schema, or in the one there is for them. */
    static String newObject(SqlIdentifier identifier) {
        String name = object(identifier);
        if (identifier.names.size() > 1 && name.contains(".")) {
            throw at(
                    new WeirException(
                                    ErrorCode.VALIDATION_ERROR,
                                    "schema \"" + identifier.names.get(identifier.names.size() - 2)
                                            + "\" does not take tables")
                            .withHint("Leave it out."),
                    identifier);
        }
        return visible(name, identifier);
    }

    /** The name of a job, savepoint or secret to be created. */
    static String newSimple(SqlIdentifier identifier) {
        return visible(simple(identifier), identifier);
    }

    /** Refuses control characters: terminals obey them, and the server has U+0000 in names that it makes for itself. */
    private static String visible(String name, SqlIdentifier identifier) {
        int place = 0;
        while (place < name.length() && !Character.isISOControl(name.charAt(place))) {
            place++;
        }
        if (place < name.length()) {
            throw at(
                    new WeirException(
                            ErrorCode.VALIDATION_ERROR,
                            String.format(
                                    "name has the control character U+%04X at place %d",
                                    (int) name.charAt(place), place + 1)),
                    identifier);
        }
        return name;
    }

    /** The name of a job, savepoint or secret. */
    static String simple(SqlIdentifier identifier) {
        return String.join(".", identifier.names);
    }

    /** The error, at the place of a node. */
    static WeirException at(WeirException error, SqlNode node) {
        SqlParserPos position = node.getParserPosition();
        return position.getLineNum() > 0 ? error.at(position.getLineNum(), position.getColumnNum()) : error;
    }
}
