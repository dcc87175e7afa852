package io.weir.server.session;

import static java.util.Objects.requireNonNull;

import io.weir.planner.QueryPlanner;
import io.weir.planner.catalog.ConnectorRegistry;
import io.weir.runtime.time.Clock;
import io.weir.server.catalog.Definitions;
import io.weir.server.catalog.DurableCatalog;
import io.weir.server.catalog.SecretStore;
import io.weir.server.job.JobDefaults;
import io.weir.server.job.JobManager;
import io.weir.server.query.QueryRegistry;
import io.weir.server.sys.InformationSchema;
import io.weir.server.sys.SessionInfo;
import io.weir.server.table.OwnTables;
import io.weir.server.view.ViewManager;
import io.weir.spi.storage.CheckpointStorageProvider;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/** What statements work on; one for the server. */
public record Services(
        DurableCatalog catalog,
        Definitions definitions,
        QueryPlanner planner,
        ConnectorRegistry connectors,
        CheckpointStorageProvider storage,
        JobManager jobs,
        JobDefaults jobDefaults,
        QueryRegistry queries,
        SecretStore secrets,
        OwnTables tables,
        ViewManager views,
        Supplier<Collection<SessionInfo>> sessions,
        Supplier<List<InformationSchema.Function>> functions,
        Clock clock) {
    public Services {
        requireNonNull(catalog, "catalog is null");
        requireNonNull(definitions, "definitions is null");
        requireNonNull(planner, "planner is null");
        requireNonNull(jobs, "jobs is null");
        requireNonNull(queries, "queries is null");
    }
}
