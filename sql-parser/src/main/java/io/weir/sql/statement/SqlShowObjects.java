package io.weir.sql.statement;

import java.util.List;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code SHOW TABLES LIKE 'bid%'} and its like. */
public final class SqlShowObjects extends WeirNode {
    private static final NodeOperator OPERATOR = new NodeOperator("SHOW", SqlShowObjects::new);

    public SqlShowObjects(SqlParserPos position, ShowKind kind, @Nullable SqlLiteral pattern) {
        this(position, operands(symbol(kind), pattern));
    }

    private SqlShowObjects(SqlParserPos position, List<@Nullable SqlNode> operands) {
        super(OPERATOR, position, operands);
    }

    public ShowKind kind() {
        return symbolAt(0, ShowKind.class);
    }

    /** As in SQL's LIKE; null for all. */
    public @Nullable String pattern() {
        return optionalStringAt(1);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("SHOW");
        writer.keyword(kind().sql());
        Writing.clause(writer, "LIKE", optionalNodeAt(1));
    }
}
