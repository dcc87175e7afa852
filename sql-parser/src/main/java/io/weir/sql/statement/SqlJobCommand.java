package io.weir.sql.statement;

import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code SUSPEND}, {@code RESUME} or {@code RESTART} in ALTER JOB. */
public final class SqlJobCommand extends WeirNode {
    private static final NodeOperator OPERATOR = new NodeOperator("JOB COMMAND", SqlJobCommand::new);

    public SqlJobCommand(SqlParserPos position, JobCommand command) {
        this(position, operands(symbol(command)));
    }

    private SqlJobCommand(SqlParserPos position, List<@Nullable SqlNode> operands) {
        super(OPERATOR, position, operands);
    }

    public JobCommand command() {
        return symbolAt(0, JobCommand.class);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword(command().sql());
    }
}
