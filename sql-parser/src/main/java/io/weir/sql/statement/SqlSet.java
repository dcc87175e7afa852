package io.weir.sql.statement;

import java.util.List;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** SET: without key all options are listed, otherwise one is set for the session. */
public final class SqlSet extends WeirNode {
    private static final NodeOperator OPERATOR = new NodeOperator("SET", SqlSet::new);

    public SqlSet(SqlParserPos position, @Nullable SqlLiteral key, @Nullable SqlLiteral value) {
        this(position, operands(key, value));
    }

    private SqlSet(SqlParserPos position, List<@Nullable SqlNode> operands) {
        super(OPERATOR, position, operands);
    }

    public @Nullable String key() {
        return optionalStringAt(0);
    }

    public @Nullable String value() {
        return optionalStringAt(1);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("SET");
        SqlNode key = optionalNodeAt(0);
        if (key != null) {
            key.unparse(writer, 0, 0);
            Writing.clause(writer, "=", optionalNodeAt(1));
        }
    }
}
