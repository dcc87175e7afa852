package io.weir.server.session;

import io.weir.planner.catalog.Catalog;
import io.weir.planner.catalog.TableDefinition;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import io.weir.sql.StatementParser;
import io.weir.sql.statement.SqlAddColumns;
import io.weir.sql.statement.SqlAlterTable;
import io.weir.sql.statement.SqlComputedColumn;
import io.weir.sql.statement.SqlCreateTable;
import io.weir.sql.statement.SqlDropColumn;
import io.weir.sql.statement.SqlMetadataColumn;
import io.weir.sql.statement.SqlPrimaryKey;
import io.weir.sql.statement.SqlRegularColumn;
import io.weir.sql.statement.SqlRename;
import io.weir.sql.statement.SqlResetOptions;
import io.weir.sql.statement.SqlSetOptions;
import io.weir.sql.statement.SqlTableColumn;
import io.weir.sql.statement.SqlWatermark;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;

/** ALTER TABLE: makes the CREATE TABLE that the table should have had, and checks it like any other. */
final class AlterTableStatement {
    private final Services services;
    private final DefinitionChanges changes;
    private final Dependencies dependencies;
    private final StatementParser parser;

    AlterTableStatement(
            Services services, DefinitionChanges changes, Dependencies dependencies, StatementParser parser) {
        this.services = services;
        this.changes = changes;
        this.dependencies = dependencies;
        this.parser = parser;
    }

    StatementResult alter(SqlAlterTable node, StatementCall call) {
        return changes.alone(() -> alterAlone(node, call));
    }

    private StatementResult alterAlone(SqlAlterTable node, StatementCall call) {
        Catalog seen = call.session().over(services.catalog().snapshot());
        String name = Names.object(node.name());
        if (node.isIfExists() && seen.find(name).isEmpty()) {
            return StatementResult.DONE;
        }
        TableDefinition before;
        try {
            before = seen.table(name);
        } catch (WeirException e) {
            throw Names.at(e, node.name());
        }
        if (before.connector().isEmpty() && !(node.action() instanceof SqlRename rename && rename.column() == null)) {
            throw Names.at(
                    new WeirException(
                                    ErrorCode.UNSUPPORTED_FEATURE,
                                    "table \"" + before.name()
                                            + "\" is kept by Weir itself, it can be renamed but not altered")
                            .withHint("Create another table and INSERT INTO it what this one holds."),
                    node.name());
        }
        if (!before.isTemporary()) {
            dependencies.checkNoJobUses(before.name(), "altered");
            dependencies.checkNoMaterializedViewUses(before.name(), "altered");
        }
        Draft draft = new Draft((SqlCreateTable) parser.parse(before.toSql()).node());
        apply(node.action(), draft);
        TableDefinition after = services.definitions().table(draft.statement(), seen);
        replace(before, after, call.session());
        return StatementResult.DONE;
    }

    private void replace(TableDefinition before, TableDefinition after, Session session) {
        boolean isRename = !before.name().equals(after.name());
        if (before.isTemporary()) {
            session.dropTemporary(before.name());
            session.putTemporary(after);
        } else if (isRename) {
            List<String> views = dependencies.viewsThatUse(before.name());
            if (!views.isEmpty()) {
                throw new WeirException(
                        ErrorCode.OBJECT_IN_USE,
                        "table \"" + before.name() + "\" cannot be renamed: view \"" + views.get(0) + "\" uses it");
            }
            services.tables().rename(before, after, () -> services.catalog().rename(before, after));
        } else {
            services.catalog().replace(after);
        }
    }

    private static void apply(SqlNode action, Draft draft) {
        if (action instanceof SqlSetOptions set) {
            draft.options.putAll(set.options());
        } else if (action instanceof SqlResetOptions reset) {
            reset.keys().forEach(draft.options::remove);
        } else if (action instanceof SqlAddColumns add) {
            draft.add(add.elements());
        } else if (action instanceof SqlDropColumn drop) {
            draft.drop(drop.column());
        } else if (action instanceof SqlRename rename && rename.column() == null) {
            String unused = Names.newObject(rename.newName());
            draft.name = rename.newName();
        } else if (action instanceof SqlRename rename) {
            draft.rename(rename);
        } else {
            throw new IllegalStateException("ALTER TABLE with " + action.getClass());
        }
    }

    /** A CREATE TABLE that is being changed. */
    private static final class Draft {
        private final SqlCreateTable before;
        private final List<SqlNode> elements = new ArrayList<>();
        private final Map<String, String> options = new LinkedHashMap<>();
        private SqlIdentifier name;

        Draft(SqlCreateTable before) {
            this.before = before;
            this.name = before.name();
            for (SqlTableColumn column : before.columns()) {
                elements.add((SqlNode) column);
            }
            if (before.watermark() != null) {
                elements.add(before.watermark());
            }
            if (before.primaryKey() != null) {
                elements.add(before.primaryKey());
            }
            options.putAll(before.options());
        }

        void add(SqlNodeList added) {
            for (SqlNode element : added) {
                if (element instanceof SqlWatermark) {
                    elements.removeIf(SqlWatermark.class::isInstance);
                } else if (element instanceof SqlPrimaryKey) {
                    elements.removeIf(SqlPrimaryKey.class::isInstance);
                }
                elements.add(element);
            }
        }

        void drop(SqlIdentifier column) {
            elements.remove((SqlNode) find(column));
        }

        void rename(SqlRename rename) {
            SqlIdentifier column = rename.column();
            if (column == null) {
                throw new IllegalArgumentException("the table itself is renamed");
            }
            SqlTableColumn found = find(column);
            elements.set(elements.indexOf((SqlNode) found), renamed(found, rename.newName()));
        }

        private SqlTableColumn find(SqlIdentifier column) {
            Optional<SqlTableColumn> found = elements.stream()
                    .filter(SqlTableColumn.class::isInstance)
                    .map(SqlTableColumn.class::cast)
                    .filter(candidate -> candidate.name().getSimple().equalsIgnoreCase(column.getSimple()))
                    .findFirst();
            return found.orElseThrow(() -> Names.at(
                    new WeirException(
                            ErrorCode.UNKNOWN_COLUMN,
                            "table \"" + before.name() + "\" has no column \"" + column.getSimple() + "\""),
                    column));
        }

        private static SqlNode renamed(SqlTableColumn column, SqlIdentifier newName) {
            if (column instanceof SqlRegularColumn regular) {
                return new SqlRegularColumn(
                        regular.getParserPosition(),
                        newName,
                        regular.type(),
                        regular.defaultValue(),
                        SqlTexts.literal(regular.comment()));
            }
            if (column instanceof SqlComputedColumn computed) {
                return new SqlComputedColumn(
                        computed.getParserPosition(),
                        newName,
                        computed.expression(),
                        SqlTexts.literal(computed.comment()));
            }
            SqlMetadataColumn metadata = (SqlMetadataColumn) column;
            return new SqlMetadataColumn(
                    metadata.getParserPosition(),
                    newName,
                    metadata.type(),
                    SqlTexts.literal(metadata.key()),
                    metadata.isVirtual(),
                    SqlTexts.literal(metadata.comment()));
        }

        SqlCreateTable statement() {
            return new SqlCreateTable(
                    SqlParserPos.ZERO,
                    false,
                    before.isTemporary(),
                    false,
                    name,
                    new SqlNodeList(elements, SqlParserPos.ZERO),
                    SqlTexts.literal(before.comment()),
                    before.partitionKeys(),
                    SqlTexts.options(options),
                    null,
                    null);
        }
    }
}
