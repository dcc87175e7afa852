package io.weir.sql.statement;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** EXPLAIN CHECKPOINT 7 FOR JOB j: where its time went. */
public final class SqlExplainCheckpoint extends WeirNode {
    private static final NodeOperator OPERATOR = new NodeOperator("EXPLAIN CHECKPOINT", SqlExplainCheckpoint::new);

    public SqlExplainCheckpoint(SqlParserPos position, SqlNumericLiteral checkpoint, SqlIdentifier job) {
        this(position, operands(checkpoint, job));
    }

    private SqlExplainCheckpoint(SqlParserPos position, List<@Nullable SqlNode> operands) {
        super(OPERATOR, position, operands);
    }

    public long checkpoint() {
        return literalAt(0).longValue(true);
    }

    public SqlIdentifier job() {
        return nameAt(1);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        Writing.clause(writer, "EXPLAIN CHECKPOINT", nodeAt(0));
        Writing.clause(writer, "FOR JOB", job());
    }
}
