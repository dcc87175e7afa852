package io.weir.sql.statement;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * CREATE SECRET: a value that options refer to by name. Written as SQL, the value is masked, so that it reaches no log.
 */
public final class SqlCreateSecret extends WeirNode {
    private static final NodeOperator OPERATOR = new NodeOperator("CREATE SECRET", SqlCreateSecret::new);

    public SqlCreateSecret(
            SqlParserPos position, boolean replace, boolean ifNotExists, SqlIdentifier name, SqlLiteral value) {
        this(position, operands(flag(replace), flag(ifNotExists), name, value));
    }

    private SqlCreateSecret(SqlParserPos position, List<@Nullable SqlNode> operands) {
        super(OPERATOR, position, operands);
    }

    public boolean isReplace() {
        return flagAt(0);
    }

    public boolean isIfNotExists() {
        return flagAt(1);
    }

    public SqlIdentifier name() {
        return nameAt(2);
    }

    public String value() {
        return stringAt(3);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        Writing.createClause(writer, isReplace(), false, "SECRET", isIfNotExists());
        name().unparse(writer, 0, 0);
        writer.keyword("AS");
        writer.literal("'***'");
    }
}
