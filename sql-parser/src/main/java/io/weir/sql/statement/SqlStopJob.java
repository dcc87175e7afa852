package io.weir.sql.statement;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** STOP JOB: ends the job; it stays in the catalog until DROP JOB. */
public final class SqlStopJob extends WeirNode {
    private static final NodeOperator OPERATOR = new NodeOperator("STOP JOB", SqlStopJob::new);

    public SqlStopJob(
            SqlParserPos position,
            boolean ifExists,
            SqlIdentifier name,
            boolean withSavepoint,
            @Nullable SqlNode savepoint,
            boolean drain) {
        this(position, operands(flag(ifExists), name, flag(withSavepoint), savepoint, flag(drain)));
    }

    private SqlStopJob(SqlParserPos position, List<@Nullable SqlNode> operands) {
        super(OPERATOR, position, operands);
    }

    public boolean isIfExists() {
        return flagAt(0);
    }

    public SqlIdentifier name() {
        return nameAt(1);
    }

    public boolean isWithSavepoint() {
        return flagAt(2);
    }

    /** Null if it is not said; the server then chooses one. */
    public @Nullable SqlIdentifier savepointName() {
        return optionalNodeAt(3) instanceof SqlIdentifier name ? name : null;
    }

    /** The directory to write to; null for the configured one. */
    public @Nullable String savepointPath() {
        return optionalNodeAt(3) instanceof SqlLiteral ? stringAt(3) : null;
    }

    /** End event time first, so that all windows and timers fire. */
    public boolean isDrain() {
        return flagAt(4);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("STOP JOB");
        Writing.ifExists(writer, isIfExists());
        name().unparse(writer, 0, 0);
        if (isWithSavepoint()) {
            writer.keyword("WITH SAVEPOINT");
            SqlNode savepoint = optionalNodeAt(3);
            if (savepoint != null) {
                savepoint.unparse(writer, 0, 0);
            }
        }
        if (isDrain()) {
            writer.keyword("WITH DRAIN");
        }
    }
}
