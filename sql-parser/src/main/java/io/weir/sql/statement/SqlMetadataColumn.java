package io.weir.sql.statement;

import java.util.List;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** A column that the connector provides, {@code ts TIMESTAMP(3) METADATA FROM 'timestamp' VIRTUAL}. */
public final class SqlMetadataColumn extends WeirNode implements SqlTableColumn {
    private static final NodeOperator OPERATOR = new NodeOperator("METADATA COLUMN", SqlMetadataColumn::new);

    public SqlMetadataColumn(
            SqlParserPos position,
            SqlIdentifier name,
            SqlDataTypeSpec type,
            @Nullable SqlLiteral key,
            boolean virtual,
            @Nullable SqlLiteral comment) {
        this(position, operands(name, type, key, flag(virtual), comment));
    }

    private SqlMetadataColumn(SqlParserPos position, List<@Nullable SqlNode> operands) {
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

    /** The connector's name for it: the one after FROM, otherwise that of the column. */
    public String key() {
        return optionalNodeAt(2) == null ? name().getSimple() : stringAt(2);
    }

    /** Read only: left out when rows are written to the table. */
    public boolean isVirtual() {
        return flagAt(3);
    }

    @Override
    public @Nullable String comment() {
        return optionalStringAt(4);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        name().unparse(writer, 0, 0);
        ColumnTypes.write(writer, type());
        writer.keyword("METADATA");
        Writing.clause(writer, "FROM", optionalNodeAt(2));
        if (isVirtual()) {
            writer.keyword("VIRTUAL");
        }
        Writing.clause(writer, "COMMENT", optionalNodeAt(4));
    }
}
