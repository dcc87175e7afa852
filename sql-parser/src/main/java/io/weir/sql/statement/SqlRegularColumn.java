package io.weir.sql.statement;

import java.util.List;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** A column that is stored in the external system or in the table itself. */
public final class SqlRegularColumn extends WeirNode implements SqlTableColumn {
    private static final NodeOperator OPERATOR = new NodeOperator("COLUMN", SqlRegularColumn::new);

    public SqlRegularColumn(
            SqlParserPos position,
            SqlIdentifier name,
            SqlDataTypeSpec type,
            @Nullable SqlNode defaultValue,
            @Nullable SqlLiteral comment) {
        this(position, operands(name, type, defaultValue, comment));
    }

    private SqlRegularColumn(SqlParserPos position, List<@Nullable SqlNode> operands) {
        super(OPERATOR, position, operands);
    }

    @Override
    public SqlIdentifier name() {
        return nameAt(0);
    }

    /** Its {@code getNullable()} says whether NULL is allowed; never null. */
    public SqlDataTypeSpec type() {
        return (SqlDataTypeSpec) nodeAt(1);
    }

    public @Nullable SqlNode defaultValue() {
        return optionalNodeAt(2);
    }

    @Override
    public @Nullable String comment() {
        return optionalStringAt(3);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        name().unparse(writer, 0, 0);
        ColumnTypes.write(writer, type());
        Writing.clause(writer, "DEFAULT", defaultValue());
        Writing.clause(writer, "COMMENT", optionalNodeAt(3));
    }
}
