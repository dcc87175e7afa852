package io.weir.sql.statement;

import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code RESTORE FROM ...} in ALTER JOB: the job restarts from there. */
public final class SqlRestoreFrom extends WeirNode {
    private static final NodeOperator OPERATOR = new NodeOperator("RESTORE FROM", SqlRestoreFrom::new);

    public SqlRestoreFrom(SqlParserPos position, SqlRestorePoint point) {
        this(position, operands(point));
    }

    private SqlRestoreFrom(SqlParserPos position, List<@Nullable SqlNode> operands) {
        super(OPERATOR, position, operands);
    }

    public SqlRestorePoint point() {
        return (SqlRestorePoint) nodeAt(0);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("RESTORE FROM");
        point().unparse(writer, 0, 0);
    }
}
