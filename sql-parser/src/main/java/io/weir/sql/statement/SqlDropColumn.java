package io.weir.sql.statement;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code DROP COLUMN c} in ALTER TABLE. */
public final class SqlDropColumn extends WeirNode {
    private static final NodeOperator OPERATOR = new NodeOperator("DROP COLUMN", SqlDropColumn::new);

    public SqlDropColumn(SqlParserPos position, SqlIdentifier column) {
        this(position, operands(column));
    }

    private SqlDropColumn(SqlParserPos position, List<@Nullable SqlNode> operands) {
        super(OPERATOR, position, operands);
    }

    public SqlIdentifier column() {
        return nameAt(0);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        Writing.clause(writer, "DROP COLUMN", column());
    }
}
