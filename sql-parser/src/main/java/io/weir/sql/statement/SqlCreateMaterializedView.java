package io.weir.sql.statement;

import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** CREATE MATERIALIZED VIEW: a query whose result is kept up to date. */
public final class SqlCreateMaterializedView extends WeirNode {
    private static final NodeOperator OPERATOR =
            new NodeOperator("CREATE MATERIALIZED VIEW", SqlCreateMaterializedView::new);

    public SqlCreateMaterializedView(
            SqlParserPos position,
            boolean ifNotExists,
            SqlIdentifier name,
            SqlNodeList columns,
            @Nullable SqlLiteral comment,
            SqlNodeList options,
            SqlNode query) {
        this(position, operands(flag(ifNotExists), name, columns, comment, options, query));
    }

    private SqlCreateMaterializedView(SqlParserPos position, List<@Nullable SqlNode> operands) {
        super(OPERATOR, position, operands);
    }

    public boolean isIfNotExists() {
        return flagAt(0);
    }

    public SqlIdentifier name() {
        return nameAt(1);
    }

    /** New names for all columns of the query; empty to keep theirs. */
    public SqlNodeList columns() {
        return listAt(2);
    }

    public @Nullable String comment() {
        return optionalStringAt(3);
    }

    /** By key, in the order in which they are written. */
    public Map<String, String> options() {
        return optionsAt(4);
    }

    /** The {@link SqlOption}s themselves, for their positions. */
    public SqlNodeList optionNodes() {
        return listAt(4);
    }

    public SqlNode query() {
        return nodeAt(5);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        Writing.createClause(writer, false, false, "MATERIALIZED VIEW", isIfNotExists());
        name().unparse(writer, 0, 0);
        if (!columns().isEmpty()) {
            Writing.names(writer, columns());
        }
        Writing.clause(writer, "COMMENT", optionalNodeAt(3));
        Writing.with(writer, optionNodes());
        Writing.as(writer, query());
    }
}
