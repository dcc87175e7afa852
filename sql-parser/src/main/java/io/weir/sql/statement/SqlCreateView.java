package io.weir.sql.statement;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** CREATE VIEW: a name for a query. */
public final class SqlCreateView extends WeirNode {
    private static final NodeOperator OPERATOR = new NodeOperator("CREATE VIEW", SqlCreateView::new);

    public SqlCreateView(
            SqlParserPos position,
            boolean replace,
            boolean temporary,
            boolean ifNotExists,
            SqlIdentifier name,
            SqlNodeList columns,
            @Nullable SqlLiteral comment,
            SqlNode query) {
        this(position, operands(flag(replace), flag(temporary), flag(ifNotExists), name, columns, comment, query));
    }

    private SqlCreateView(SqlParserPos position, List<@Nullable SqlNode> operands) {
        super(OPERATOR, position, operands);
    }

    public boolean isReplace() {
        return flagAt(0);
    }

    /** Gone when the session ends. */
    public boolean isTemporary() {
        return flagAt(1);
    }

    public boolean isIfNotExists() {
        return flagAt(2);
    }

    public SqlIdentifier name() {
        return nameAt(3);
    }

    /** New names for all columns of the query; empty to keep theirs. */
    public SqlNodeList columns() {
        return listAt(4);
    }

    public @Nullable String comment() {
        return optionalStringAt(5);
    }

    public SqlNode query() {
        return nodeAt(6);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        Writing.createClause(writer, isReplace(), isTemporary(), "VIEW", isIfNotExists());
        name().unparse(writer, 0, 0);
        if (!columns().isEmpty()) {
            Writing.names(writer, columns());
        }
        Writing.clause(writer, "COMMENT", optionalNodeAt(5));
        Writing.as(writer, query());
    }
}
