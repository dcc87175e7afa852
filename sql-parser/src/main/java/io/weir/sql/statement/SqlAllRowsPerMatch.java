package io.weir.sql.statement;

import static java.util.Objects.requireNonNull;

import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlMatchRecognize.RowsPerMatchOption;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * {@code ALL ROWS PER MATCH WITH UNMATCHED ROWS} and its like. To Calcite, which has no place for what follows MATCH,
 * the symbol {@link RowsPerMatchOption#ALL_ROWS}.
 */
public final class SqlAllRowsPerMatch extends SqlLiteral {
    private final ShownMatches shown;

    public SqlAllRowsPerMatch(SqlParserPos position, ShownMatches shown) {
        super(RowsPerMatchOption.ALL_ROWS, SqlTypeName.SYMBOL, position);
        this.shown = requireNonNull(shown, "shown is null");
    }

    public ShownMatches shown() {
        return shown;
    }

    @Override
    public SqlLiteral clone(SqlParserPos position) {
        return new SqlAllRowsPerMatch(position, shown);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword(RowsPerMatchOption.ALL_ROWS.toString());
        writer.keyword(shown.sql());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SqlAllRowsPerMatch that && shown == that.shown;
    }

    @Override
    public int hashCode() {
        return shown.hashCode();
    }
}
