package io.weir.sql.statement;

import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** CREATE JOB: one or several INSERT statements that run on, whatever the client does. */
public final class SqlCreateJob extends WeirNode {
    private static final NodeOperator OPERATOR = new NodeOperator("CREATE JOB", SqlCreateJob::new);

    public SqlCreateJob(
            SqlParserPos position,
            boolean ifNotExists,
            SqlIdentifier name,
            @Nullable SqlRestorePoint restorePoint,
            SqlNodeList options,
            SqlNodeList inserts) {
        this(position, operands(flag(ifNotExists), name, restorePoint, options, inserts));
    }

    private SqlCreateJob(SqlParserPos position, List<@Nullable SqlNode> operands) {
        super(OPERATOR, position, operands);
    }

    public boolean isIfNotExists() {
        return flagAt(0);
    }

    public SqlIdentifier name() {
        return nameAt(1);
    }

    /** Where the state comes from; null to start empty. */
    public @Nullable SqlRestorePoint restorePoint() {
        return (SqlRestorePoint) optionalNodeAt(2);
    }

    /** By key, in the order in which they are written. */
    public Map<String, String> options() {
        return optionsAt(3);
    }

    /** The {@link SqlOption}s themselves, for their positions. */
    public SqlNodeList optionNodes() {
        return listAt(3);
    }

    /** At least one. */
    public List<SqlInsert> inserts() {
        return listAt(4).getList().stream().map(SqlInsert.class::cast).toList();
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        Writing.createClause(writer, false, false, "JOB", isIfNotExists());
        name().unparse(writer, 0, 0);
        SqlRestorePoint restorePoint = restorePoint();
        if (restorePoint != null) {
            Writing.clause(writer, "FROM", restorePoint);
        }
        Writing.with(writer, optionNodes());
        if (inserts().size() == 1) {
            Writing.as(writer, inserts().get(0));
            return;
        }
        writer.newlineAndIndent();
        writer.keyword("AS BEGIN");
        for (SqlInsert insert : inserts()) {
            writer.newlineAndIndent();
            insert.unparse(writer, 0, 0);
            writer.setNeedWhitespace(false);
            writer.print(";");
        }
        writer.newlineAndIndent();
        writer.keyword("END");
    }
}
