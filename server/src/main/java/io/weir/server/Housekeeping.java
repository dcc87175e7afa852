package io.weir.server;

import io.weir.runtime.time.Clock;
import io.weir.server.config.ServerOptions;
import io.weir.server.jdbc.Connections;
import io.weir.server.query.QueryRegistry;
import io.weir.server.view.ViewManager;
import io.weir.tables.TableStore;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done from time to time: idle queries and connections end, failed views are made anew, and logs of tables are cut where nobody reads them any more. */
final class Housekeeping {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration IDLE_CHECKS = Duration.ofSeconds(5);
    private static final Duration VIEW_CHECKS = Duration.ofSeconds(2);
    private static final Duration TRUNCATIONS = Duration.ofMinutes(5);

    private final ScheduledExecutorService background;

    Housekeeping(ScheduledExecutorService background) {
        this.background = background;
    }

    void truncateLogs(TableStore tables, Clock clock) {
        every(TRUNCATIONS, "logs of tables not truncated", () -> tables.truncateLogs(clock.currentTimeMillis()));
    }

    /** @param starters where views are made anew, which may take long */
    void restartViews(ViewManager views, Executor starters) {
        every(VIEW_CHECKS, "failed views not made anew", () -> starters.execute(views::restartFailed));
    }

    void endIdle(ServerConfig config, QueryRegistry queries, Connections connections) {
        Duration queryTimeout = config.get(ServerOptions.QUERY_IDLE_TIMEOUT);
        Duration connectionTimeout = config.get(ServerOptions.CONNECTION_IDLE_TIMEOUT);
        every(IDLE_CHECKS, "idle connections not closed", () -> {
            queries.endIdle(queryTimeout);
            connections.endSilent();
            connections.closeIdle(connectionTimeout);
        });
    }

    private void every(Duration pause, String failure, Runnable work) {
        long millis = pause.toMillis();
        ScheduledFuture<?> unused = background.scheduleWithFixedDelay(
                () -> {
                    try {
                        work.run();
                    } catch (RuntimeException e) {
                        LOG.error(failure, e); // what is thrown on would end all later rounds
                    }
                },
                millis,
                millis,
                TimeUnit.MILLISECONDS);
    }
}
