package io.weir.planner;

import static java.util.Objects.requireNonNull;

import io.weir.planner.catalog.Catalog;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a statement is planned against.
 *
 * @param user name of the session's user, for CURRENT_USER
 * @param parameters values of the parameters {@code ?}, boxed as {@link io.weir.spi.data.DataType} says for the types that {@link
 *     QueryPlanner#describe} gave; empty if the statement has none
 */
public record PlanningContext(Catalog catalog, PlannerOptions options, String user, List<@Nullable Object> parameters) {
    public PlanningContext {
        requireNonNull(catalog, "catalog is null");
        requireNonNull(options, "options is null");
        requireNonNull(user, "user is null");
        parameters = Collections.unmodifiableList(new ArrayList<>(parameters));
    }

    /** For statements without parameters. */
    public PlanningContext(Catalog catalog, PlannerOptions options, String user) {
        this(catalog, options, user, List.of());
    }
}
