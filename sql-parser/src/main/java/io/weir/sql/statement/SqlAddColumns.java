package io.weir.sql.statement;

import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code ADD (...)} in ALTER TABLE: columns, a watermark or a primary key. */
public final class SqlAddColumns extends WeirNode {
    private static final NodeOperator OPERATOR = new NodeOperator("ADD COLUMNS", SqlAddColumns::new);

    public SqlAddColumns(SqlParserPos position, SqlNodeList elements) {
        this(position, operands(elements));
    }

    private SqlAddColumns(SqlParserPos position, List<@Nullable SqlNode> operands) {
        super(OPERATOR, position, operands);
    }

    /** {@link SqlTableColumn}s, {@link SqlWatermark} and {@link SqlPrimaryKey}. */
    public SqlNodeList elements() {
        return listAt(0);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("ADD");
        Writing.names(writer, elements());
    }
}
