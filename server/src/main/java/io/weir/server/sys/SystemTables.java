package io.weir.server.sys;

import io.weir.planner.catalog.SystemTable;
import io.weir.runtime.time.Clock;
import io.weir.server.config.ConfigOption;
import io.weir.server.config.ConfigOptions;
import io.weir.server.job.JobManager;
import io.weir.server.query.QueryRegistry;
import io.weir.server.query.RunningQuery;
import io.weir.server.view.ViewInfo;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The tables of the schema {@code sys}.
 *
 * @param jobs asked when a table is read, not before; so are the others
 * @param configuration values from the server's configuration, by key
 */
public record SystemTables(
        Supplier<JobManager> jobs,
        Supplier<Collection<ViewInfo>> views,
        Supplier<QueryRegistry> queries,
        Supplier<Collection<SessionInfo>> sessions,
        Map<String, String> configuration,
        Clock clock) {

    public List<SystemTable> all() {
        return List.of(
                JobViews.jobs(clock::currentTimeMillis).table(() -> jobs.get().list()),
                JobViews.checkpoints()
                        .table(() -> JobViews.checkpointsOf(jobs.get().list())),
                JobViews.parts().table(() -> JobViews.partsOf(jobs.get().list())),
                CheckpointSummary.view()
                        .table(() -> CheckpointSummary.of(jobs.get().list())),
                JobViews.failures().table(() -> JobViews.failuresOf(jobs.get().list())),
                JobViews.operators().table(() -> JobViews.subtasksOf(jobs.get().list())),
                JobViews.savepoints().table(() -> jobs.get().savepoints()),
                MaterializedViews.all(clock::currentTimeMillis).table(views),
                options().table(ConfigOptions::all),
                sessionView().tableByUser(sessions, SessionInfo::user),
                queryView().tableByUser(() -> queries.get().list(), RunningQuery::user));
    }

    private TableView<ConfigOption> options() {
        return new TableView<ConfigOption>("sys", "configuration")
                .text("key", ConfigOption::key)
                .text("value", this::value)
                .text("default_value", option -> option.option().defaultText())
                .text("scope", option -> option.scope().name().toLowerCase(Locale.ROOT))
                .text("change", option -> option.change().name().toLowerCase(Locale.ROOT))
                .text("meaning", option -> option.option().meaning());
    }

    private @org.jspecify.annotations.Nullable String value(ConfigOption option) {
        String value = configuration.getOrDefault(option.key(), option.option().defaultText());
        return value != null && option.option().secret() ? "***" : value;
    }

    /** {@code SHOW SESSIONS} and {@code sys.sessions}. */
    public static TableView<SessionInfo> sessionView() {
        return new TableView<SessionInfo>("sys", "sessions")
                .text("id", SessionInfo::id)
                .text("user_name", SessionInfo::user)
                .text("client", SessionInfo::client)
                .time("opened_at", SessionInfo::openedMillis)
                .time("last_used_at", SessionInfo::lastUsedMillis)
                .integer("statements", SessionInfo::statements);
    }

    private static TableView<RunningQuery> queryView() {
        return new TableView<RunningQuery>("sys", "queries")
                .text("id", RunningQuery::id)
                .text("session_id", RunningQuery::sessionId)
                .text("user_name", RunningQuery::user)
                .time("started_at", RunningQuery::startMillis)
                .number("rows_fetched", RunningQuery::rowsFetched)
                .text("statement", RunningQuery::sql);
    }
}
