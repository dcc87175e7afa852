package io.weir.sql.statement;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code RENAME TO new} of a table, or {@code RENAME old TO new} of one of its columns. */
public final class SqlRename extends WeirNode {
    private static final NodeOperator OPERATOR = new NodeOperator("RENAME", SqlRename::new);

    public SqlRename(SqlParserPos position, @Nullable SqlIdentifier column, SqlIdentifier newName) {
        this(position, operands(column, newName));
    }

    private SqlRename(SqlParserPos position, List<@Nullable SqlNode> operands) {
        super(OPERATOR, position, operands);
    }

    /** The column that gets a new name; null for the table itself. */
    public @Nullable SqlIdentifier column() {
        return optionalNameAt(0);
    }

    public SqlIdentifier newName() {
        return nameAt(1);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("RENAME");
        SqlIdentifier column = column();
        if (column != null) {
            column.unparse(writer, 0, 0);
        }
        Writing.clause(writer, "TO", newName());
    }
}
