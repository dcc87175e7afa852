package io.weir.sql.statement;

import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** CREATE TABLE, with columns, LIKE another table, or AS a query. */
public final class SqlCreateTable extends WeirNode {
    private static final NodeOperator OPERATOR = new NodeOperator("CREATE TABLE", SqlCreateTable::new);

    public SqlCreateTable(
            SqlParserPos position,
            boolean replace,
            boolean temporary,
            boolean ifNotExists,
            SqlIdentifier name,
            SqlNodeList elements,
            @Nullable SqlLiteral comment,
            SqlNodeList partitionKeys,
            SqlNodeList options,
            @Nullable SqlIdentifier like,
            @Nullable SqlNode query) {
        this(
                position,
                operands(
                        flag(replace),
                        flag(temporary),
                        flag(ifNotExists),
                        name,
                        elements,
                        comment,
                        partitionKeys,
                        options,
                        like,
                        query));
    }

    private SqlCreateTable(SqlParserPos position, List<@Nullable SqlNode> operands) {
        super(OPERATOR, position, operands);
    }

    public boolean isReplace() {
        return flagAt(0);
    }

    /** Gone when the session ends. */
    public boolean isTemporary() {
        return flagAt(1);
    }

    public boolean isIfNotExists() {
        return flagAt(2);
    }

    public SqlIdentifier name() {
        return nameAt(3);
    }

    /** In the order in which they are written. */
    public List<SqlTableColumn> columns() {
        return elements(SqlTableColumn.class);
    }

    public @Nullable SqlWatermark watermark() {
        return elements(SqlWatermark.class).stream().findFirst().orElse(null);
    }

    public @Nullable SqlPrimaryKey primaryKey() {
        return elements(SqlPrimaryKey.class).stream().findFirst().orElse(null);
    }

    public @Nullable String comment() {
        return optionalStringAt(5);
    }

    public SqlNodeList partitionKeys() {
        return listAt(6);
    }

    /** By key, in the order in which they are written. */
    public Map<String, String> options() {
        return optionsAt(7);
    }

    /** The {@link SqlOption}s themselves, for their positions. */
    public SqlNodeList optionNodes() {
        return listAt(7);
    }

    /** The table whose columns, key, watermark and options this one takes over. */
    public @Nullable SqlIdentifier like() {
        return optionalNameAt(8);
    }

    /** The query that makes the columns and the rows. */
    public @Nullable SqlNode query() {
        return optionalNodeAt(9);
    }

    private <T> List<T> elements(Class<T> type) {
        return listAt(4).getList().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        Writing.createClause(writer, isReplace(), isTemporary(), "TABLE", isIfNotExists());
        name().unparse(writer, 0, 0);
        if (!listAt(4).isEmpty()) {
            Writing.lines(writer, listAt(4));
        }
        if (comment() != null) {
            writer.newlineAndIndent();
            Writing.clause(writer, "COMMENT", optionalNodeAt(5));
        }
        if (!partitionKeys().isEmpty()) {
            writer.newlineAndIndent();
            writer.keyword("PARTITIONED BY");
            Writing.names(writer, partitionKeys());
        }
        Writing.with(writer, optionNodes());
        if (like() != null) {
            writer.newlineAndIndent();
            Writing.clause(writer, "LIKE", like());
        }
        SqlNode query = query();
        if (query != null) {
            Writing.as(writer, query);
        }
    }
}
