package io.weir.sql.statement;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** SHOW CHECKPOINTS FOR JOB j. */
public final class SqlShowCheckpoints extends WeirNode {
    private static final NodeOperator OPERATOR = new NodeOperator("SHOW CHECKPOINTS", SqlShowCheckpoints::new);

    public SqlShowCheckpoints(SqlParserPos position, SqlIdentifier job) {
        this(position, operands(job));
    }

    private SqlShowCheckpoints(SqlParserPos position, List<@Nullable SqlNode> operands) {
        super(OPERATOR, position, operands);
    }

    public SqlIdentifier job() {
        return nameAt(0);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        Writing.clause(writer, "SHOW CHECKPOINTS FOR JOB", job());
    }
}
