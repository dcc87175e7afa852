package io.weir.sql.statement;

import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code SET ('key' = 'value', ...)} in ALTER TABLE and ALTER JOB. */
public final class SqlSetOptions extends WeirNode {
    private static final NodeOperator OPERATOR = new NodeOperator("SET OPTIONS", SqlSetOptions::new);

    public SqlSetOptions(SqlParserPos position, SqlNodeList options) {
        this(position, operands(options));
    }

    private SqlSetOptions(SqlParserPos position, List<@Nullable SqlNode> operands) {
        super(OPERATOR, position, operands);
    }

    /** By key, in the order in which they are written. */
    public Map<String, String> options() {
        return optionsAt(0);
    }

    /** The {@link SqlOption}s themselves, for their positions. */
    public SqlNodeList optionNodes() {
        return listAt(0);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("SET");
        Writing.names(writer, optionNodes());
    }
}
