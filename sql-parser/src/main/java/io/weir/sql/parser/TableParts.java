package io.weir.sql.parser;

import static java.util.Objects.requireNonNull;

import io.weir.sql.statement.SqlCreateTable;
import io.weir.sql.statement.SqlMetadataColumn;
import io.weir.sql.statement.SqlPrimaryKey;
import io.weir.sql.statement.SqlRegularColumn;
import io.weir.sql.statement.SqlTableColumn;
import io.weir.sql.statement.SqlWatermark;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** The parts of a CREATE TABLE, filled in by the grammar as it meets them, and the rules between them. */
public final class TableParts {
    public boolean replace;
    public boolean temporary;
    public boolean ifNotExists;
    public @Nullable SqlIdentifier name;
    public SqlNodeList elements = SqlNodeList.EMPTY;
    public @Nullable SqlLiteral comment;
    public SqlNodeList partitionKeys = SqlNodeList.EMPTY;
    public SqlNodeList optionList = SqlNodeList.EMPTY;
    public @Nullable SqlIdentifier like;
    public @Nullable SqlNode query;

    public SqlCreateTable build(SqlParserPos position) {
        SqlIdentifier table = requireNonNull(name, "table without a name");
        boolean hasColumns = elements.stream().anyMatch(SqlTableColumn.class::isInstance);
        if (!hasColumns && like == null && query == null) {
            throw Grammar.at(table.getParserPosition(), ParserMessages.tableWithoutColumns(table.toString()));
        }
        if (hasColumns && query != null) {
            throw Grammar.at(elements.getParserPosition(), ParserMessages.columnsAndQuery(table.toString()));
        }
        requireAtMostOne(SqlPrimaryKey.class, "primary key", table);
        requireAtMostOne(SqlWatermark.class, "watermark", table);
        requireDistinctColumns();
        return new SqlCreateTable(
                position,
                replace,
                temporary,
                ifNotExists,
                table,
                elements,
                comment,
                partitionKeys,
                optionList,
                like,
                query);
    }

    private void requireAtMostOne(Class<?> type, String what, SqlIdentifier table) {
        List<@Nullable SqlNode> found =
                elements.getList().stream().filter(type::isInstance).toList();
        if (found.size() > 1) {
            SqlNode second = requireNonNull(found.get(1));
            throw Grammar.at(second.getParserPosition(), ParserMessages.declaredTwice(table.toString(), what));
        }
    }

    // Names match without case, so two columns may not differ in case only.
    private void requireDistinctColumns() {
        Set<String> seen = new HashSet<>();
        for (SqlNode element : elements) {
            if (element instanceof SqlTableColumn column
                    && !seen.add(column.name().getSimple().toLowerCase(Locale.ROOT))) {
                throw Grammar.at(
                        column.name().getParserPosition(),
                        ParserMessages.duplicateColumn(column.name().getSimple()));
            }
        }
    }

    /** A column with a type, filled in by the grammar; its attributes come in any order. */
    public static final class Column {
        private final SqlIdentifier name;
        private final SqlDataTypeSpec type;
        public @Nullable SqlLiteral metadataKey;
        public boolean virtual;
        public @Nullable SqlNode defaultValue;
        public boolean keyEnforced = true;
        public @Nullable SqlLiteral comment;
        private @Nullable Boolean nullable;
        private @Nullable SqlParserPos metadata;
        private @Nullable SqlParserPos primaryKey;

        public Column(SqlIdentifier name, SqlDataTypeSpec type) {
            this.name = name;
            this.type = type;
        }

        public void nullable(boolean value, SqlParserPos position) {
            if (nullable != null && nullable != value) {
                throw Grammar.at(position, ParserMessages.nullAndNotNull(name.getSimple()));
            }
            nullable = value;
        }

        public void metadata(SqlParserPos position) {
            metadata = position;
        }

        public void primaryKey(SqlParserPos position) {
            primaryKey = position;
        }

        /** Adds the column, and its primary key as a constraint of the table. */
        public void addTo(List<SqlNode> list, SqlParserPos position) {
            SqlDataTypeSpec fullType = type.withNullable(nullable == null || nullable, type.getParserPosition());
            if (metadata == null) {
                list.add(new SqlRegularColumn(position, name, fullType, defaultValue, comment));
            } else if (defaultValue == null) {
                list.add(new SqlMetadataColumn(position, name, fullType, metadataKey, virtual, comment));
            } else {
                throw Grammar.at(
                        defaultValue.getParserPosition(), ParserMessages.metadataWithDefault(name.getSimple()));
            }
            if (primaryKey != null) {
                SqlNodeList columns = new SqlNodeList(List.of(name), name.getParserPosition());
                list.add(new SqlPrimaryKey(primaryKey, null, columns, keyEnforced));
            }
        }
    }
}
