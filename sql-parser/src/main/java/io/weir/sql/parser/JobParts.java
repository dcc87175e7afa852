package io.weir.sql.parser;

import static java.util.Objects.requireNonNull;

import io.weir.sql.statement.SqlCreateJob;
import io.weir.sql.statement.SqlRestorePoint;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** The parts of a CREATE JOB, filled in by the grammar as it meets them. */
public final class JobParts {
    public boolean ifNotExists;
    public @Nullable SqlIdentifier name;
    public @Nullable SqlRestorePoint restorePoint;
    public SqlNodeList optionList = SqlNodeList.EMPTY;
    public final List<SqlNode> inserts = new ArrayList<>();

    public SqlCreateJob build(SqlParserPos position) {
        return new SqlCreateJob(
                position,
                ifNotExists,
                requireNonNull(name, "job without a name"),
                restorePoint,
                optionList,
                new SqlNodeList(inserts, position));
    }
}
