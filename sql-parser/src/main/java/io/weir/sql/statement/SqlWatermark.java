package io.weir.sql.statement;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code WATERMARK FOR ts AS ts - INTERVAL '5' SECOND}: which column is the event time, and how late rows may be. */
public final class SqlWatermark extends WeirNode {
    private static final NodeOperator OPERATOR = new NodeOperator("WATERMARK", SqlWatermark::new);

    public SqlWatermark(SqlParserPos position, SqlIdentifier column, SqlNode expression) {
        this(position, operands(column, expression));
    }

    private SqlWatermark(SqlParserPos position, List<@Nullable SqlNode> operands) {
        super(OPERATOR, position, operands);
    }

    /** May name a field of a row column. */
    public SqlIdentifier column() {
        return nameAt(0);
    }

    public SqlNode expression() {
        return nodeAt(1);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        Writing.clause(writer, "WATERMARK FOR", column());
        Writing.clause(writer, "AS", expression());
    }
}
