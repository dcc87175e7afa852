package io.weir.planner;

import io.weir.spi.connector.ChangelogKind;
import io.weir.spi.connector.Sink;
import io.weir.spi.data.Schema;

/** Makes the sink that hands the rows of a query to the client. */
@FunctionalInterface
public interface ResultSinkFactory {
    /**
     * Called once while the query is planned. The sink runs in one subtask and gets the rows in their order, if the
     * query has one.
     *
     * @param changelog INSERT_ONLY or ALL, what it will be given
     */
    Sink create(Schema schema, ChangelogKind changelog);
}
