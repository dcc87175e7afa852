package io.weir.planner;

import static java.util.Objects.requireNonNull;

import io.weir.planner.catalog.Catalog;
import io.weir.planner.catalog.KeptTables;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a statement is planned against.
 *
 * @param user name of the session's user, for CURRENT_USER
 * @param parameters values of the parameters {@code ?}, boxed as {@link io.weir.spi.data.DataType} says for the types
 *     that {@link QueryPlanner#describe} gave; empty if the statement has none
 * @param keptTables how this statement reads the tables that Weir keeps itself; null for the planner's own way
 */
public record PlanningContext(
        Catalog catalog,
        PlannerOptions options,
        String user,
        List<@Nullable Object> parameters,
        @Nullable KeptTables keptTables) {
    public PlanningContext {
        requireNonNull(catalog, "catalog is null");
        requireNonNull(options, "options is null");
        requireNonNull(user, "user is null");
        parameters = Collections.unmodifiableList(new ArrayList<>(parameters));
    }

    /** For statements that have no tables of their own. */
    public PlanningContext(
            Catalog catalog, PlannerOptions options, String user, List<? extends @Nullable Object> parameters) {
        this(catalog, options, user, new ArrayList<>(parameters), null);
    }

    /** For statements without parameters. */
    public PlanningContext(Catalog catalog, PlannerOptions options, String user) {
        this(catalog, options, user, List.of());
    }

    /** The same with tables of the statement's own. */
    public PlanningContext withKeptTables(KeptTables tables) {
        return new PlanningContext(catalog, options, user, parameters, tables);
    }
}
