package io.weir.sql.statement;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** DROP TABLE, VIEW, MATERIALIZED VIEW, JOB, SAVEPOINT or SECRET. */
public final class SqlDropObject extends WeirNode {
    private static final NodeOperator OPERATOR = new NodeOperator("DROP", SqlDropObject::new);

    public SqlDropObject(SqlParserPos position, ObjectKind kind, boolean ifExists, SqlIdentifier name) {
        this(position, operands(symbol(kind), flag(ifExists), name));
    }

    private SqlDropObject(SqlParserPos position, List<@Nullable SqlNode> operands) {
        super(OPERATOR, position, operands);
    }

    public ObjectKind kind() {
        return symbolAt(0, ObjectKind.class);
    }

    public boolean isIfExists() {
        return flagAt(1);
    }

    public SqlIdentifier name() {
        return nameAt(2);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("DROP");
        writer.keyword(kind().sql());
        Writing.ifExists(writer, isIfExists());
        name().unparse(writer, 0, 0);
    }
}
