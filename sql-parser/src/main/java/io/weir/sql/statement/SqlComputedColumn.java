package io.weir.sql.statement;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** A column computed from others of the same row, {@code total AS price * amount}. */
public final class SqlComputedColumn extends WeirNode implements SqlTableColumn {
    private static final NodeOperator OPERATOR = new NodeOperator("COMPUTED COLUMN", SqlComputedColumn::new);

    public SqlComputedColumn(
            SqlParserPos position, SqlIdentifier name, SqlNode expression, @Nullable SqlLiteral comment) {
        this(position, operands(name, expression, comment));
    }

    private SqlComputedColumn(SqlParserPos position, List<@Nullable SqlNode> operands) {
        super(OPERATOR, position, operands);
    }

    @Override
    public SqlIdentifier name() {
        return nameAt(0);
    }

    public SqlNode expression() {
        return nodeAt(1);
    }

    @Override
    public @Nullable String comment() {
        return optionalStringAt(2);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        name().unparse(writer, 0, 0);
        Writing.clause(writer, "AS", expression());
        Writing.clause(writer, "COMMENT", optionalNodeAt(2));
    }
}
