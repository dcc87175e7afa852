package io.weir.sql.statement;

import java.util.List;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** RESET: one option of the session, or all of them, back to the default. */
public final class SqlReset extends WeirNode {
    private static final NodeOperator OPERATOR = new NodeOperator("RESET", SqlReset::new);

    public SqlReset(SqlParserPos position, @Nullable SqlLiteral key) {
        this(position, operands(key));
    }

    private SqlReset(SqlParserPos position, List<@Nullable SqlNode> operands) {
        super(OPERATOR, position, operands);
    }

    /** Null for all. */
    public @Nullable String key() {
        return optionalStringAt(0);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("RESET");
        SqlNode key = optionalNodeAt(0);
        if (key == null) {
            writer.keyword("ALL");
        } else {
            key.unparse(writer, 0, 0);
        }
    }
}
