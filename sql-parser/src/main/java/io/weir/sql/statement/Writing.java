package io.weir.sql.statement;

import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWriter;
import org.jspecify.annotations.Nullable;

/** What the statements have in common when they are written as SQL. */
final class Writing {
    private Writing() {}

    static void createClause(SqlWriter writer, boolean replace, boolean temporary, String kind, boolean ifNotExists) {
        writer.keyword(replace ? "CREATE OR REPLACE" : "CREATE");
        if (temporary) {
            writer.keyword("TEMPORARY");
        }
        writer.keyword(kind);
        if (ifNotExists) {
            writer.keyword("IF NOT EXISTS");
        }
    }

    static void ifExists(SqlWriter writer, boolean ifExists) {
        if (ifExists) {
            writer.keyword("IF EXISTS");
        }
    }

    /** A keyword and a node, or nothing if there is no node. */
    static void clause(SqlWriter writer, String keyword, @Nullable SqlNode node) {
        if (node != null) {
            writer.keyword(keyword);
            node.unparse(writer, 0, 0);
        }
    }

    /** {@code (a, b)}, on one line. */
    static void names(SqlWriter writer, List<? extends @Nullable SqlNode> names) {
        SqlWriter.Frame frame = writer.startList(SqlWriter.FrameTypeEnum.SIMPLE, "(", ")");
        for (SqlNode name : names) {
            writer.sep(",");
            if (name != null) {
                name.unparse(writer, 0, 0);
            }
        }
        writer.endList(frame);
    }

    /** One element per line, indented, in parentheses. */
    static void lines(SqlWriter writer, List<? extends @Nullable SqlNode> elements) {
        SqlWriter.Frame frame = writer.startList(SqlWriter.FrameTypeEnum.SIMPLE, "(", ")");
        for (SqlNode element : elements) {
            writer.sep(",", false);
            writer.newlineAndIndent();
            writer.print("  ");
            if (element != null) {
                element.unparse(writer, 0, 0);
            }
        }
        if (!elements.isEmpty()) {
            writer.newlineAndIndent();
        }
        writer.endList(frame);
    }

    /** {@code WITH (...)} on a line of its own, or nothing if there are no options. */
    static void with(SqlWriter writer, SqlNodeList options) {
        if (!options.isEmpty()) {
            writer.newlineAndIndent();
            writer.keyword("WITH");
            lines(writer, options);
        }
    }

    /** {@code AS} and the query, each on a line of its own. */
    static void as(SqlWriter writer, SqlNode query) {
        writer.newlineAndIndent();
        writer.keyword("AS");
        writer.newlineAndIndent();
        query.unparse(writer, 0, 0);
    }
}
