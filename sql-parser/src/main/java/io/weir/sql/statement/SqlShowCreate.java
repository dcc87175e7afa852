package io.weir.sql.statement;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** SHOW CREATE TABLE, VIEW, MATERIALIZED VIEW or JOB: the statement that makes it. */
public final class SqlShowCreate extends WeirNode {
    private static final NodeOperator OPERATOR = new NodeOperator("SHOW CREATE", SqlShowCreate::new);

    public SqlShowCreate(SqlParserPos position, ObjectKind kind, SqlIdentifier name) {
        this(position, operands(symbol(kind), name));
    }

    private SqlShowCreate(SqlParserPos position, List<@Nullable SqlNode> operands) {
        super(OPERATOR, position, operands);
    }

    public ObjectKind kind() {
        return symbolAt(0, ObjectKind.class);
    }

    public SqlIdentifier name() {
        return nameAt(1);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("SHOW CREATE");
        Writing.clause(writer, kind().sql(), name());
    }
}
