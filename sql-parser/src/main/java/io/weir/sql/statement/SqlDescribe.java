package io.weir.sql.statement;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** DESCRIBE: the columns of a table or view. */
public final class SqlDescribe extends WeirNode {
    private static final NodeOperator OPERATOR = new NodeOperator("DESCRIBE", SqlDescribe::new);

    public SqlDescribe(SqlParserPos position, boolean extended, SqlIdentifier name) {
        this(position, operands(flag(extended), name));
    }

    private SqlDescribe(SqlParserPos position, List<@Nullable SqlNode> operands) {
        super(OPERATOR, position, operands);
    }

    /** Also options, key, watermark and statistics. */
    public boolean isExtended() {
        return flagAt(0);
    }

    public SqlIdentifier name() {
        return nameAt(1);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("DESCRIBE");
        if (isExtended()) {
            writer.keyword("EXTENDED");
        }
        name().unparse(writer, 0, 0);
    }
}
