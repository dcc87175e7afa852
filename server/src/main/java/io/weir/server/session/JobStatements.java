package io.weir.server.session;

import io.weir.planner.PlannedStatement;
import io.weir.planner.catalog.Catalog;
import io.weir.planner.catalog.CatalogObject;
import io.weir.planner.catalog.TableDefinition;
import io.weir.planner.catalog.ViewDefinition;
import io.weir.runtime.state.FreezeRequest;
import io.weir.runtime.task.RestoreCheck;
import io.weir.runtime.task.RestoreSpec;
import io.weir.server.config.ConfigOptions;
import io.weir.server.config.JobSettings;
import io.weir.server.job.JobManager;
import io.weir.server.job.NewJob;
import io.weir.server.job.SavepointRecord;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import io.weir.spi.storage.CheckpointStorage;
import io.weir.sql.StatementPrinter;
import io.weir.sql.statement.SqlAlterJob;
import io.weir.sql.statement.SqlCreateJob;
import io.weir.sql.statement.SqlCreateSavepoint;
import io.weir.sql.statement.SqlDropObject;
import io.weir.sql.statement.SqlJobCommand;
import io.weir.sql.statement.SqlOption;
import io.weir.sql.statement.SqlResetOptions;
import io.weir.sql.statement.SqlRestoreFrom;
import io.weir.sql.statement.SqlRestorePoint;
import io.weir.sql.statement.SqlSetOptions;
import io.weir.sql.statement.SqlStopJob;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** CREATE, ALTER, STOP and DROP JOB; savepoints. */
final class JobStatements {
    private static final Logger LOG = LoggerFactory.getLogger(JobStatements.class);
    private static final String FORMAT_OPTION = "format";
    /** In the place of a job's id, where nothing of a job is read or written. */
    private static final String NO_JOB = "none";

    private final Services services;
    private final DefinitionChanges changes;
    private final JobManager jobs;

    JobStatements(Services services, DefinitionChanges changes) {
        this.services = services;
        this.changes = changes;
        this.jobs = services.jobs();
    }

    StatementResult create(SqlCreateJob node, StatementCall call) {
        String name = Names.newSimple(node.name());
        if (jobs.find(name).isPresent()) {
            if (node.isIfNotExists()) {
                return StatementResult.DONE;
            }
            throw Names.at(
                    new WeirException(ErrorCode.DUPLICATE_OBJECT, "job \"" + name + "\" exists already")
                            .withHint("Choose another name, or DROP JOB first."),
                    node.name());
        }
        Map<String, String> options = new TreeMap<>(call.session().options().values());
        options.putAll(checked(node.optionNodes()));
        checkNothingTemporary(node, options, call.session());
        JobSettings settings = services.jobDefaults().settings(options);
        Catalog catalog = services.catalog().snapshot();
        PlannedStatement planned = services.planner()
                .planInserts(
                        name,
                        node.inserts(),
                        Planning.context(
                                services,
                                catalog,
                                settings.planner(),
                                call.session().user(),
                                List.of()));
        Reachability.check(planned, settings.checkpoints(), services.storage());
        planned.warnings().forEach(warning -> {
            LOG.warn("plan of a job job={} warning={}", name, warning);
            call.warnings().accept(warning);
        });
        RestoreSpec restore = restore(node, options).withUnclaimedState(settings.ignoresUnclaimedState());
        checkFits(restore, planned, settings);
        // The restore point is not part of what is kept: it is where the job began, once.
        options.remove(ConfigOptions.RECOVERY_PATH.key());
        SqlCreateJob kept = new SqlCreateJob(
                node.getParserPosition(),
                false,
                node.name(),
                null,
                SqlNodeList.EMPTY,
                new SqlNodeList(node.inserts(), SqlParserPos.ZERO));
        NewJob job =
                new NewJob(name, StatementPrinter.print(kept), call.session().user(), options, planned, restore);
        // Not all of it: planning asks other systems, and others need not wait for their answers.
        return changes.alone(() -> {
            checkUnchanged(node, options, catalog);
            if (node.isIfNotExists() && jobs.find(name).isPresent()) {
                return StatementResult.DONE; // another statement was quicker
            }
            jobs.create(job);
            return StatementResult.DONE;
        });
    }

    /** A job whose state does not fit would fail at once: its creator is told instead. */
    private void checkFits(RestoreSpec restore, PlannedStatement planned, JobSettings settings) {
        String directory = settings.checkpoints().directory();
        if (restore.path() == null || directory == null) {
            return;
        }
        try (CheckpointStorage storage = services.storage().open(directory, NO_JOB)) {
            RestoreCheck.check(restore, storage, planned.graph());
        }
    }

    /** Once there is a job, what it uses stays as it is; until then others may change it. */
    @SuppressWarnings(
            "ReferenceEquality") // a table that was dropped and made again is another one, even if it looks the same
    private void checkUnchanged(SqlCreateJob node, Map<String, String> options, Catalog planned) {
        Catalog now = services.catalog().snapshot();
        for (String used : Dependencies.usedByJob(node, options, planned)) {
            if (planned.find(used).orElse(null) != now.find(used).orElse(null)) {
                throw new WeirException(
                                ErrorCode.SERIALIZATION_FAILURE,
                                "\"" + used + "\" was changed or dropped while the job was being created")
                        .withHint("Try it again.");
            }
        }
    }

    private static void checkNothingTemporary(SqlCreateJob node, Map<String, String> options, Session session) {
        for (String used : Dependencies.usedByJob(node, options, session.over(Catalog.empty()))) {
            CatalogObject object = session.findTemporary(used).orElse(null);
            boolean isTemporary = (object instanceof TableDefinition table && table.isTemporary())
                    || (object instanceof ViewDefinition view && view.isTemporary());
            if (object != null && isTemporary) {
                throw new WeirException(
                                ErrorCode.VALIDATION_ERROR,
                                "job uses \"" + object.name() + "\", which is temporary and ends with the session")
                        .withHint("Create it without TEMPORARY.");
            }
        }
    }

    /** Options of a statement, each read once; errors point at them. */
    private static Map<String, String> checked(SqlNodeList nodes) {
        Map<String, String> options = new TreeMap<>();
        for (SqlNode node : nodes) {
            SqlOption option = (SqlOption) node;
            try {
                options.put(ConfigOptions.check(option.key(), option.value()).key(), option.value());
            } catch (WeirException e) {
                throw Names.at(e, option);
            }
        }
        return options;
    }

    private RestoreSpec restore(SqlCreateJob node, Map<String, String> options) {
        SqlRestorePoint point = node.restorePoint();
        if (point == null) {
            String path = options.get(ConfigOptions.RECOVERY_PATH.key());
            return path == null ? RestoreSpec.fresh() : RestoreSpec.ofPath(path);
        }
        if (point.number() != null) {
            throw Names.at(
                    new WeirException(
                                    ErrorCode.VALIDATION_ERROR,
                                    "a new job has no checkpoint " + point.number() + " of its own")
                            .withHint("Name the path of the checkpoint: SHOW CHECKPOINTS FOR JOB ... shows it."),
                    point);
        }
        return RestoreSpec.ofPath(path(point));
    }

    private String path(SqlRestorePoint point) {
        String path = point.path();
        if (path != null) {
            return path;
        }
        var name = point.name();
        if (name == null) {
            throw new IllegalStateException("restore point without name, number and path");
        }
        try {
            return jobs.savepoint(Names.simple(name)).path();
        } catch (WeirException e) {
            throw Names.at(e, name);
        }
    }

    StatementResult stop(SqlStopJob node, StatementCall call) {
        String name = Names.simple(node.name());
        if (node.isIfExists() && jobs.find(name).isEmpty()) {
            return StatementResult.DONE;
        }
        if (!node.isWithSavepoint()) {
            jobs.stop(name);
            return StatementResult.DONE;
        }
        var savepointName = node.savepointName();
        checkReachable(node.savepointPath());
        SavepointRecord taken = jobs.stopWithSavepoint(
                name, savepointName == null ? null : Names.simple(savepointName), node.savepointPath(), node.isDrain());
        return shown(taken);
    }

    private static StatementResult shown(SavepointRecord savepoint) {
        return Tables.rows(Tables.texts("savepoint", "path"), List.of(Tables.row(savepoint.name(), savepoint.path())));
    }

    StatementResult alter(SqlAlterJob node, StatementCall call) {
        String name = Names.simple(node.name());
        if (node.isIfExists() && jobs.find(name).isEmpty()) {
            return StatementResult.DONE;
        }
        SqlNode action = node.action();
        if (action instanceof SqlJobCommand command) {
            switch (command.command()) {
                case SUSPEND -> jobs.suspend(name);
                case RESUME -> jobs.resume(name);
                case RESTART -> jobs.restart(name);
            }
        } else if (action instanceof SqlSetOptions set) {
            jobs.changeOptions(name, checked(set.optionNodes()), List.of());
        } else if (action instanceof SqlResetOptions reset) {
            List<String> keys = reset.keys().stream()
                    .map(key -> ConfigOptions.get(key).key())
                    .toList();
            jobs.changeOptions(name, Map.of(), keys);
        } else if (action instanceof SqlRestoreFrom restore) {
            Long number = restore.point().number();
            jobs.restoreFrom(name, number == null ? path(restore.point()) : null, number == null ? 0 : number);
        } else {
            throw new IllegalStateException("ALTER JOB with " + action.getClass());
        }
        return StatementResult.DONE;
    }

    StatementResult drop(SqlDropObject node) {
        String name = Names.simple(node.name());
        if (!node.isIfExists() || jobs.find(name).isPresent()) {
            jobs.drop(name);
        }
        return StatementResult.DONE;
    }

    StatementResult createSavepoint(SqlCreateSavepoint node, StatementCall call) {
        Map<String, String> options = node.options();
        FreezeRequest.Form form = FreezeRequest.Form.CANONICAL;
        String directory = null;
        for (Map.Entry<String, String> option : options.entrySet()) {
            switch (option.getKey()) {
                case FORMAT_OPTION -> form = form(option.getValue());
                case "path" -> directory = option.getValue();
                default ->
                    throw Names.at(
                            new WeirException(
                                            ErrorCode.UNKNOWN_OPTION,
                                            "a savepoint has no option '" + option.getKey() + "'")
                                    .withDetail("The options are 'format', 'path'."),
                            node);
            }
        }
        checkReachable(directory);
        SavepointRecord taken =
                jobs.createSavepoint(Names.simple(node.job()), Names.newSimple(node.name()), directory, form);
        return shown(taken);
    }

    /**
     * Before the job is asked: one that waits for a file system that is not there can neither be stopped nor come to
     * its end.
     */
    private void checkReachable(@Nullable String directory) {
        if (directory != null) {
            services.storage().validate(directory);
        }
    }

    private static FreezeRequest.Form form(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "canonical" -> FreezeRequest.Form.CANONICAL;
            case "native" -> FreezeRequest.Form.NATIVE;
            default ->
                throw new WeirException(
                        ErrorCode.OPTION_VALUE,
                        "option 'format' wants one of 'canonical', 'native', found '" + text + "'");
        };
    }

    StatementResult dropSavepoint(SqlDropObject node) {
        String name = Names.simple(node.name());
        boolean exists = jobs.savepoints().stream()
                .anyMatch(savepoint -> savepoint.name().equalsIgnoreCase(name));
        if (!node.isIfExists() || exists) {
            jobs.dropSavepoint(name);
        }
        return StatementResult.DONE;
    }
}
