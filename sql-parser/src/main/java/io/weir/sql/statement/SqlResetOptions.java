package io.weir.sql.statement;

import java.util.List;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code RESET ('key', ...)} in ALTER TABLE and ALTER JOB. */
public final class SqlResetOptions extends WeirNode {
    private static final NodeOperator OPERATOR = new NodeOperator("RESET OPTIONS", SqlResetOptions::new);

    public SqlResetOptions(SqlParserPos position, SqlNodeList keys) {
        this(position, operands(keys));
    }

    private SqlResetOptions(SqlParserPos position, List<@Nullable SqlNode> operands) {
        super(OPERATOR, position, operands);
    }

    public List<String> keys() {
        return listAt(0).getList().stream()
                .map(key -> Literals.string((SqlLiteral) key))
                .toList();
    }

    /** The string literals themselves, for their positions. */
    public SqlNodeList keyNodes() {
        return listAt(0);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("RESET");
        Writing.names(writer, keyNodes());
    }
}
