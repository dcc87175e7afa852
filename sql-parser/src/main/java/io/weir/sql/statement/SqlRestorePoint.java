package io.weir.sql.statement;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * What a job is restored from: {@code SAVEPOINT s}, {@code SAVEPOINT 'path'}, {@code CHECKPOINT 7},
 * {@code CHECKPOINT 'path'} or {@code 'path'}.
 */
public final class SqlRestorePoint extends WeirNode {
    private static final NodeOperator OPERATOR = new NodeOperator("RESTORE POINT", SqlRestorePoint::new);

    public SqlRestorePoint(SqlParserPos position, RestoreKind kind, SqlNode value) {
        this(position, operands(symbol(kind), value));
    }

    private SqlRestorePoint(SqlParserPos position, List<@Nullable SqlNode> operands) {
        super(OPERATOR, position, operands);
    }

    public RestoreKind kind() {
        return symbolAt(0, RestoreKind.class);
    }

    /** The name of a savepoint. */
    public @Nullable SqlIdentifier name() {
        return nodeAt(1) instanceof SqlIdentifier name ? name : null;
    }

    /** The number of a checkpoint. */
    public @Nullable Long number() {
        return nodeAt(1) instanceof SqlNumericLiteral number ? (Long) number.longValue(true) : null;
    }

    public @Nullable String path() {
        return name() == null && number() == null ? stringAt(1) : null;
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        if (kind() != RestoreKind.PATH) {
            writer.keyword(kind().sql());
        }
        nodeAt(1).unparse(writer, 0, 0);
    }
}
