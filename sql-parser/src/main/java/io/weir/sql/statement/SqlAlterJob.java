package io.weir.sql.statement;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * ALTER JOB, with one action: {@link SqlJobCommand}, {@link SqlSetOptions}, {@link SqlResetOptions} or
 * {@link SqlRestoreFrom}.
 */
public final class SqlAlterJob extends WeirNode {
    private static final NodeOperator OPERATOR = new NodeOperator("ALTER JOB", SqlAlterJob::new);

    public SqlAlterJob(SqlParserPos position, boolean ifExists, SqlIdentifier name, SqlNode action) {
        this(position, operands(flag(ifExists), name, action));
    }

    private SqlAlterJob(SqlParserPos position, List<@Nullable SqlNode> operands) {
        super(OPERATOR, position, operands);
    }

    public boolean isIfExists() {
        return flagAt(0);
    }

    public SqlIdentifier name() {
        return nameAt(1);
    }

    public SqlNode action() {
        return nodeAt(2);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("ALTER JOB");
        Writing.ifExists(writer, isIfExists());
        name().unparse(writer, 0, 0);
        action().unparse(writer, 0, 0);
    }
}
