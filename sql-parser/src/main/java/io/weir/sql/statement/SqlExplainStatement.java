package io.weir.sql.statement;

import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** EXPLAIN: how a query, INSERT, UPDATE, DELETE, MERGE or CREATE statement would be carried out. */
public final class SqlExplainStatement extends WeirNode {
    private static final NodeOperator OPERATOR = new NodeOperator("EXPLAIN", SqlExplainStatement::new);

    public SqlExplainStatement(SqlParserPos position, ExplainDetail detail, SqlNode statement) {
        this(position, operands(symbol(detail), statement));
    }

    private SqlExplainStatement(SqlParserPos position, List<@Nullable SqlNode> operands) {
        super(OPERATOR, position, operands);
    }

    public ExplainDetail detail() {
        return symbolAt(0, ExplainDetail.class);
    }

    public SqlNode statement() {
        return nodeAt(1);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("EXPLAIN");
        if (detail() != ExplainDetail.DEFAULT) {
            writer.keyword(detail().sql());
        }
        writer.keyword("PLAN FOR");
        writer.newlineAndIndent();
        statement().unparse(writer, 0, 0);
    }
}
