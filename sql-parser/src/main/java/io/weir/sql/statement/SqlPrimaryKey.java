package io.weir.sql.statement;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** The primary key of a table, however it was declared. */
public final class SqlPrimaryKey extends WeirNode {
    private static final NodeOperator OPERATOR = new NodeOperator("PRIMARY KEY", SqlPrimaryKey::new);

    public SqlPrimaryKey(SqlParserPos position, @Nullable SqlIdentifier name, SqlNodeList columns, boolean enforced) {
        this(position, operands(name, columns, flag(enforced)));
    }

    private SqlPrimaryKey(SqlParserPos position, List<@Nullable SqlNode> operands) {
        super(OPERATOR, position, operands);
    }

    public @Nullable SqlIdentifier name() {
        return optionalNameAt(0);
    }

    public SqlNodeList columns() {
        return listAt(1);
    }

    public boolean isEnforced() {
        return flagAt(2);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        Writing.clause(writer, "CONSTRAINT", name());
        writer.keyword("PRIMARY KEY");
        Writing.names(writer, columns());
        if (!isEnforced()) {
            writer.keyword("NOT ENFORCED");
        }
    }
}
