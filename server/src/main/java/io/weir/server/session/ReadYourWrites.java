package io.weir.server.session;

import io.weir.planner.catalog.Catalog;
import io.weir.planner.catalog.CatalogObject;
import io.weir.planner.catalog.MaterializedViewDefinition;
import io.weir.server.config.ConfigOptions;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.calcite.sql.SqlNode;

/**
 * Lets a statement that reads materialized views wait until they are built and show what its session has written.
 * Bounded by {@code weir.read.wait-timeout}; at zero nobody waits.
 */
final class ReadYourWrites {
    private ReadYourWrites() {}

    /** @throws WeirException (QUERY_TIMEOUT) if the views have not come so far in time */
    static void await(Services services, SqlNode statement, StatementCall call) {
        Catalog catalog = call.session().over(services.catalog().snapshot());
        if (!Dependencies.readsMaterializedView(statement, catalog)) {
            return;
        }
        long timeoutMillis =
                call.session().options().get(ConfigOptions.READ_WAIT_TIMEOUT).toMillis();
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        for (String name : Dependencies.used(statement, catalog)) {
            CatalogObject object = catalog.find(name).orElse(null);
            if (object instanceof MaterializedViewDefinition view
                    && !services.views().awaitBuilt(view.name(), remainingMillis(deadline))) {
                throw new WeirException(
                                ErrorCode.WRONG_OBJECT_STATE,
                                "materialized view \"" + view.name() + "\" is still being built")
                        .withHint("Try again later, or wait longer: SET 'weir.read.wait-timeout' = '1 min'.");
            }
        }
        if (timeoutMillis > 0) {
            awaitWrites(services.views().clock().reached(call.session().lastWritten()), deadline, timeoutMillis);
        }
    }

    private static long remainingMillis(long deadline) {
        return Math.max(0, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
    }

    private static void awaitWrites(CompletableFuture<Void> reached, long deadline, long timeoutMillis) {
        try {
            Object unused = reached.get(remainingMillis(deadline), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new WeirException(
                            ErrorCode.QUERY_TIMEOUT,
                            "materialized views do not show yet what this session has written, after " + timeoutMillis
                                    + " ms")
                    .withHint("Wait longer with 'weir.read.wait-timeout', or read what there is with '0'.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WeirException(ErrorCode.QUERY_CANCELLED, "statement was cancelled", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof WeirException known
                    ? known
                    : new WeirException(
                            ErrorCode.INTERNAL_ERROR, "waiting for materialized views failed", e.getCause());
        }
    }
}
