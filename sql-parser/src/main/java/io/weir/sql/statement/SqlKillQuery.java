package io.weir.sql.statement;

import java.util.List;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** KILL QUERY: ends a query of any session. */
public final class SqlKillQuery extends WeirNode {
    private static final NodeOperator OPERATOR = new NodeOperator("KILL QUERY", SqlKillQuery::new);

    public SqlKillQuery(SqlParserPos position, SqlLiteral id) {
        this(position, operands(id));
    }

    private SqlKillQuery(SqlParserPos position, List<@Nullable SqlNode> operands) {
        super(OPERATOR, position, operands);
    }

    public String id() {
        return stringAt(0);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        Writing.clause(writer, "KILL QUERY", nodeAt(0));
    }
}
