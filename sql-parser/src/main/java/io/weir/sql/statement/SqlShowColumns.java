package io.weir.sql.statement;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code SHOW COLUMNS FROM t LIKE 'a%'}. */
public final class SqlShowColumns extends WeirNode {
    private static final NodeOperator OPERATOR = new NodeOperator("SHOW COLUMNS", SqlShowColumns::new);

    public SqlShowColumns(SqlParserPos position, SqlIdentifier table, @Nullable SqlLiteral pattern) {
        this(position, operands(table, pattern));
    }

    private SqlShowColumns(SqlParserPos position, List<@Nullable SqlNode> operands) {
        super(OPERATOR, position, operands);
    }

    public SqlIdentifier table() {
        return nameAt(0);
    }

    /** As in SQL's LIKE; null for all. */
    public @Nullable String pattern() {
        return optionalStringAt(1);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        Writing.clause(writer, "SHOW COLUMNS FROM", table());
        Writing.clause(writer, "LIKE", optionalNodeAt(1));
    }
}
