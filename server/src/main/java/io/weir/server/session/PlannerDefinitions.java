package io.weir.server.session;

import io.weir.planner.PlannerOptions;
import io.weir.planner.PlanningContext;
import io.weir.planner.QueryPlanner;
import io.weir.planner.catalog.Catalog;
import io.weir.planner.catalog.MaterializedViewDefinition;
import io.weir.planner.catalog.TableDefinition;
import io.weir.planner.catalog.ViewDefinition;
import io.weir.server.catalog.Definitions;
import io.weir.server.catalog.SecretStore;
import io.weir.sql.statement.SqlCreateMaterializedView;
import io.weir.sql.statement.SqlCreateTable;
import io.weir.sql.statement.SqlCreateView;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;

/** Has the planner make the definitions. Connectors see the secrets that a table refers to; what is kept does not. */
public final class PlannerDefinitions implements Definitions {
    private final QueryPlanner planner;
    private final SecretStore secrets;

    public PlannerDefinitions(QueryPlanner planner, SecretStore secrets) {
        this.planner = planner;
        this.secrets = secrets;
    }

    private static PlanningContext context(Catalog catalog) {
        return new PlanningContext(catalog, PlannerOptions.defaults(), "weir");
    }

    @Override
    public TableDefinition table(SqlCreateTable statement, Catalog catalog) {
        boolean hasSecrets = statement.options().values().stream().anyMatch(SecretStore::refersToSecret);
        if (!hasSecrets) {
            return planner.defineTable(statement, context(catalog));
        }
        TableDefinition checked = planner.defineTable(withSecrets(statement), context(catalog));
        return new TableDefinition(
                checked.name(),
                checked.columns(),
                checked.watermark(),
                checked.primaryKey(),
                checked.enforced(),
                checked.partitionKeys(),
                statement.options(),
                checked.comment(),
                checked.isTemporary());
    }

    private SqlCreateTable withSecrets(SqlCreateTable statement) {
        SqlNodeList elements = new SqlNodeList(statement.getParserPosition());
        statement.columns().forEach(column -> elements.add((SqlNode) column));
        if (statement.watermark() != null) {
            elements.add(statement.watermark());
        }
        if (statement.primaryKey() != null) {
            elements.add(statement.primaryKey());
        }
        return new SqlCreateTable(
                statement.getParserPosition(),
                statement.isReplace(),
                statement.isTemporary(),
                statement.isIfNotExists(),
                statement.name(),
                elements,
                SqlTexts.literal(statement.comment()),
                statement.partitionKeys(),
                SqlTexts.options(secrets.resolve(statement.options())),
                statement.like(),
                statement.query());
    }

    @Override
    public ViewDefinition view(SqlCreateView statement, Catalog catalog) {
        return planner.defineView(statement, context(catalog));
    }

    @Override
    public MaterializedViewDefinition materializedView(SqlCreateMaterializedView statement, Catalog catalog) {
        return planner.defineMaterializedView(statement, context(Planning.withSecrets(catalog, secrets)));
    }
}
