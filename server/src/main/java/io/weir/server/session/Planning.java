package io.weir.server.session;

import io.weir.planner.PlannerOptions;
import io.weir.planner.PlanningContext;
import io.weir.planner.catalog.Catalog;
import io.weir.planner.catalog.TableDefinition;
import io.weir.server.catalog.SecretStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes what statements are planned against. */
public final class Planning {
    private Planning() {}

    /** The context of a statement of a session. */
    static PlanningContext context(Services services, StatementCall call) {
        return new PlanningContext(
                withSecrets(call.session().over(services.catalog().snapshot()), services.secrets()),
                PlannerOptions.of(call.session().options()),
                call.session().user(),
                call.parameters());
    }

    static PlanningContext context(
            Services services,
            Catalog catalog,
            PlannerOptions options,
            String user,
            List<@Nullable Object> parameters) {
        return new PlanningContext(withSecrets(catalog, services.secrets()), options, user, parameters);
    }

    /** The catalog, with secrets in the place of references to them: what connectors are to see, and nobody else. */
    public static Catalog withSecrets(Catalog catalog, SecretStore secrets) {
        Catalog resolved = catalog;
        for (TableDefinition table : catalog.tables()) {
            if (table.options().values().stream().anyMatch(SecretStore::refersToSecret)) {
                resolved = resolved.replace(new TableDefinition(
                        table.name(),
                        table.columns(),
                        table.watermark(),
                        table.primaryKey(),
                        table.enforced(),
                        table.partitionKeys(),
                        secrets.resolve(table.options()),
                        table.comment(),
                        table.isTemporary()));
            }
        }
        return resolved;
    }
}
