package io.weir.planner.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlDialect;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.dialect.AnsiSqlDialect;
import org.jspecify.annotations.Nullable;

/** Definitions as statements: what SHOW CREATE shows, and what a durable catalog may keep. */
final class DefinitionText {
    /** Standard SQL, names in double quotes, text as Unicode rather than as escapes. */
    private static final SqlDialect DIALECT =
            new AnsiSqlDialect(AnsiSqlDialect.DEFAULT_CONTEXT.withIdentifierQuoteString("\"")) {
                @Override
                public void quoteStringLiteral(StringBuilder buffer, @Nullable String charsetName, String value) {
                    buffer.append(text(value));
                }
            };

    private DefinitionText() {}

    static String of(TableDefinition table) {
        List<String> elements = new ArrayList<>();
        for (ColumnDefinition column : table.columns()) {
            elements.add(column(column) + comment(column.comment()));
        }
        WatermarkDefinition watermark = table.watermark();
        if (watermark != null) {
            elements.add("WATERMARK FOR " + name(watermark.column()) + " AS " + sql(watermark.expression()));
        }
        if (!table.primaryKey().isEmpty()) {
            elements.add("PRIMARY KEY (" + names(table.primaryKey()) + ")" + (table.enforced() ? "" : " NOT ENFORCED"));
        }
        StringBuilder sql = new StringBuilder(table.isTemporary() ? "CREATE TEMPORARY TABLE " : "CREATE TABLE ");
        sql.append(name(table.name()))
                .append(" (\n  ")
                .append(String.join(",\n  ", elements))
                .append("\n)");
        if (table.comment() != null) {
            sql.append('\n').append(comment(table.comment()).strip());
        }
        if (!table.partitionKeys().isEmpty()) {
            sql.append("\nPARTITIONED BY (")
                    .append(names(table.partitionKeys()))
                    .append(')');
        }
        if (!table.options().isEmpty()) {
            sql.append("\nWITH (\n  ").append(options(table.options())).append("\n)");
        }
        return sql.toString();
    }

    private static String column(ColumnDefinition column) {
        if (column instanceof ColumnDefinition.Computed computed) {
            return name(column.name()) + " AS " + sql(computed.expression());
        }
        String declared = name(column.name()) + " " + column.type();
        if (column instanceof ColumnDefinition.Metadata metadata) {
            String from = metadata.key().equals(column.name()) ? "" : " FROM " + text(metadata.key());
            return declared + " METADATA" + from + (metadata.isVirtual() ? " VIRTUAL" : "");
        }
        SqlNode defaultValue = ((ColumnDefinition.Physical) column).defaultValue();
        return defaultValue == null ? declared : declared + " DEFAULT " + sql(defaultValue);
    }

    private static String options(Map<String, String> options) {
        return options.entrySet().stream()
                .map(option -> text(option.getKey()) + " = " + text(option.getValue()))
                .collect(Collectors.joining(",\n  "));
    }

    static String of(ViewDefinition view) {
        String columns = view.columnNames().isEmpty() ? "" : " (" + names(view.columnNames()) + ")";
        String create = view.isTemporary() ? "CREATE TEMPORARY VIEW " : "CREATE VIEW ";
        return create + name(view.name()) + columns + comment(view.comment()) + "\nAS\n" + sql(view.query());
    }

    static String of(MaterializedViewDefinition view) {
        String columns = view.columnNames().isEmpty() ? "" : " (" + names(view.columnNames()) + ")";
        String with = view.options().isEmpty() ? "" : "\nWITH (\n  " + options(view.options()) + "\n)";
        return "CREATE MATERIALIZED VIEW " + name(view.name()) + columns + comment(view.comment()) + with + "\nAS\n"
                + sql(view.query());
    }

    static String of(SystemTable table) {
        String columns = table.schema().fields().stream()
                .map(field -> name(field.name()) + " " + field.type())
                .collect(Collectors.joining(",\n  "));
        return "CREATE TABLE " + name(table.schemaName()) + "." + name(table.tableName()) + " (\n  " + columns + "\n)";
    }

    /** A node as SQL that parses to an equal one. */
    static String sql(SqlNode node) {
        return node.toSqlString(config -> config.withDialect(DIALECT)
                        .withAlwaysUseParentheses(false)
                        .withSelectListItemsOnSeparateLines(false)
                        .withIndentation(2)
                        .withClauseStartsLine(true))
                .getSql();
    }

    private static String comment(@Nullable String comment) {
        return comment == null ? "" : " COMMENT " + text(comment);
    }

    private static String names(List<String> names) {
        return names.stream().map(DefinitionText::name).collect(Collectors.joining(", "));
    }

    private static String name(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static String text(String text) {
        return '\'' + text.replace("'", "''") + '\'';
    }
}
