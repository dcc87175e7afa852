package io.weir.server.session;

import io.weir.planner.catalog.Catalog;
import io.weir.planner.catalog.CatalogObject;
import io.weir.planner.catalog.MaterializedViewDefinition;
import io.weir.planner.catalog.SystemTable;
import io.weir.planner.catalog.TableDefinition;
import io.weir.planner.catalog.ViewDefinition;
import io.weir.server.job.JobInfo;
import io.weir.server.sys.InformationSchema;
import io.weir.server.sys.JobViews;
import io.weir.server.sys.MaterializedViews;
import io.weir.server.sys.SessionInfo;
import io.weir.server.sys.SystemTables;
import io.weir.server.sys.TableView;
import io.weir.server.view.ViewInfo;
import io.weir.spi.connector.Connector;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import io.weir.sql.StatementParser;
import io.weir.sql.StatementPrinter;
import io.weir.sql.statement.ObjectKind;
import io.weir.sql.statement.SqlCreateJob;
import io.weir.sql.statement.SqlOption;
import io.weir.sql.statement.SqlShowCheckpoints;
import io.weir.sql.statement.SqlShowColumns;
import io.weir.sql.statement.SqlShowCreate;
import io.weir.sql.statement.SqlShowObjects;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** SHOW. */
final class ShowStatements {
    private final Services services;
    private final StatementParser parser;

    ShowStatements(Services services, StatementParser parser) {
        this.services = services;
        this.parser = parser;
    }

    private Catalog catalog(StatementCall call) {
        return call.session().over(services.catalog().snapshot());
    }

    StatementResult objects(SqlShowObjects node, StatementCall call) {
        Predicate<String> wanted = LikePattern.of(node.pattern());
        return switch (node.kind()) {
            case TABLES -> objects(catalog(call), wanted, object -> !(object instanceof SystemTable));
            case VIEWS -> objects(catalog(call), wanted, ViewDefinition.class::isInstance);
            case MATERIALIZED_VIEWS ->
                view(
                        MaterializedViews.overview(services.clock()::currentTimeMillis),
                        services.views().list(services.catalog().snapshot()),
                        ViewInfo::name,
                        wanted);
            case JOBS ->
                view(
                        JobViews.overview(services.clock()::currentTimeMillis),
                        services.jobs().list(),
                        JobInfo::name,
                        wanted);
            case SAVEPOINTS -> view(JobViews.savepoints(), services.jobs().savepoints(), row -> row.name(), wanted);
            case SESSIONS ->
                view(SystemTables.sessionView(), sessionsOf(call.session().user()), row -> row.user(), wanted);
            case FUNCTIONS -> functions(wanted);
            case CONNECTORS -> connectors(wanted);
        };
    }

    private List<SessionInfo> sessionsOf(String user) {
        return services.sessions().get().stream()
                .filter(session -> session.user().equals(user))
                .toList();
    }

    private static StatementResult objects(Catalog catalog, Predicate<String> wanted, Predicate<CatalogObject> kind) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (CatalogObject object : catalog.objects()) {
            if (kind.test(object) && wanted.test(object.name())) {
                String connector = object instanceof TableDefinition table
                        ? table.connector().orElse("weir")
                        : null;
                rows.add(Tables.row(object.name(), InformationSchema.typeOf(object), connector));
            }
        }
        return Tables.rows(Tables.texts("name", "type", "connector"), rows);
    }

    private static <T> StatementResult view(
            TableView<T> view, Collection<T> objects, Function<T, String> name, Predicate<String> wanted) {
        List<T> shown = objects.stream()
                .filter(object -> wanted.test(name.apply(object)))
                .toList();
        return Tables.rows(view.schema(), view.rows(shown));
    }

    private StatementResult functions(Predicate<String> wanted) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (InformationSchema.Function function : services.functions().get()) {
            if (wanted.test(function.name())) {
                rows.add(Tables.row(function.name(), function.kind().toLowerCase(Locale.ROOT)));
            }
        }
        return Tables.rows(Tables.texts("name", "kind"), rows);
    }

    private StatementResult connectors(Predicate<String> wanted) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Connector connector : services.connectors().connectors()) {
            if (wanted.test(connector.name())) {
                rows.add(Tables.row(connector.name(), connector.description()));
            }
        }
        return Tables.rows(Tables.texts("name", "description"), rows);
    }

    StatementResult columns(SqlShowColumns node, StatementCall call) {
        CatalogObject object = find(catalog(call), node.table());
        return ColumnList.of(object, LikePattern.of(node.pattern()));
    }

    private static CatalogObject find(Catalog catalog, SqlIdentifier name) {
        try {
            return catalog.get(Names.object(name));
        } catch (WeirException e) {
            throw Names.at(e, name);
        }
    }

    StatementResult create(SqlShowCreate node, StatementCall call) {
        String name = Names.object(node.name());
        String sql;
        if (node.kind() == ObjectKind.JOB) {
            sql = withOptions(services.jobs().get(Names.simple(node.name())));
        } else {
            CatalogObject object = find(catalog(call), node.name());
            ObjectKind kind = object instanceof ViewDefinition
                    ? ObjectKind.VIEW
                    : object instanceof MaterializedViewDefinition ? ObjectKind.MATERIALIZED_VIEW : ObjectKind.TABLE;
            boolean fits = node.kind() == kind;
            if (!fits) {
                throw Names.at(
                        new WeirException(
                                ErrorCode.UNKNOWN_TABLE,
                                "\"" + name + "\" is a " + object.kind() + ", not a "
                                        + node.kind().sql().toLowerCase(Locale.ROOT)),
                        node.name());
            }
            sql = object.toSql();
        }
        return Tables.rows(
                Tables.texts("statement"), List.of(Tables.row(services.secrets().redact(sql))));
    }

    /** The options of a job are kept beside its statement, because they change; here they are part of it again. */
    private String withOptions(JobInfo job) {
        if (!(parser.parse(job.sql()).node() instanceof SqlCreateJob create)) {
            return job.sql();
        }
        SqlParserPos nowhere = SqlParserPos.ZERO;
        List<SqlOption> options = new TreeMap<>(job.options())
                .entrySet().stream()
                        .map(option -> new SqlOption(
                                nowhere,
                                SqlLiteral.createCharString(option.getKey(), nowhere),
                                SqlLiteral.createCharString(option.getValue(), nowhere)))
                        .toList();
        return StatementPrinter.print(new SqlCreateJob(
                nowhere,
                false,
                create.name(),
                null,
                new SqlNodeList(options, nowhere),
                new SqlNodeList(create.inserts(), nowhere)));
    }

    StatementResult checkpoints(SqlShowCheckpoints node, StatementCall call) {
        JobInfo job = services.jobs().get(Names.simple(node.job()));
        TableView<JobViews.JobCheckpoint> view = JobViews.checkpoints();
        return Tables.rows(view.schema(), view.rows(JobViews.checkpointsOf(List.of(job))));
    }
}
