package io.weir.sql.statement;

import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** CREATE SAVEPOINT s FOR JOB j: a snapshot that belongs to the user. The job runs on. */
public final class SqlCreateSavepoint extends WeirNode {
    private static final NodeOperator OPERATOR = new NodeOperator("CREATE SAVEPOINT", SqlCreateSavepoint::new);

    public SqlCreateSavepoint(SqlParserPos position, SqlIdentifier name, SqlIdentifier job, SqlNodeList options) {
        this(position, operands(name, job, options));
    }

    private SqlCreateSavepoint(SqlParserPos position, List<@Nullable SqlNode> operands) {
        super(OPERATOR, position, operands);
    }

    public SqlIdentifier name() {
        return nameAt(0);
    }

    public SqlIdentifier job() {
        return nameAt(1);
    }

    /** By key, in the order in which they are written. */
    public Map<String, String> options() {
        return optionsAt(2);
    }

    /** The {@link SqlOption}s themselves, for their positions. */
    public SqlNodeList optionNodes() {
        return listAt(2);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        Writing.clause(writer, "CREATE SAVEPOINT", name());
        Writing.clause(writer, "FOR JOB", job());
        Writing.with(writer, optionNodes());
    }
}
