package io.weir.server.jdbc;

import io.weir.server.session.Session;
import io.weir.server.session.StatementExecutor;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.remote.JsonService;
import org.apache.calcite.avatica.remote.Service;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the classes loaded that the first client would otherwise wait for: the forms of requests and answers, parser,
 * validator and planner. Begins when the server listens, on a statement thread; executes nothing, so that no query is
 * seen.
 */
final class WarmUp implements Callable<Boolean> {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final String STATEMENT =
            "SELECT a + 1 AS b, COUNT(*) AS n FROM (VALUES (1, 'x')) AS t (a, c) WHERE c LIKE 'x%' GROUP BY a + 1 ORDER BY b";
    private static final List<String> REQUESTS = List.of(
            "{\"request\":\"openConnection\",\"connectionId\":\"\",\"info\":{\"client\":\"\"}}",
            "{\"request\":\"createStatement\",\"connectionId\":\"\"}",
            "{\"request\":\"prepareAndExecute\",\"connectionId\":\"\",\"statementId\":1,\"sql\":\"\",\"maxRowsInFirstFrame\":1,\"maxRowsTotal\":1}",
            "{\"request\":\"fetch\",\"connectionId\":\"\",\"statementId\":1,\"offset\":0,\"fetchMaxRowCount\":1}");

    private final StatementExecutor executor;

    WarmUp(StatementExecutor executor) {
        this.executor = executor;
    }

    /** @return whether all of it went well; if not, clients only wait a little longer */
    @Override
    public Boolean call() {
        try {
            readRequests();
            Session session = new Session("warm-up", "", "", 0, Map.of());
            writeAnswer(WireTypes.columns(
                    executor.describe(session, executor.parse(STATEMENT)).result()));
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.warn("warm-up not finished", e);
            return false;
        }
    }

    private static void readRequests() throws IOException {
        for (String request : REQUESTS) {
            JsonService.MAPPER.readValue(request, Service.Request.class);
        }
    }

    private static void writeAnswer(List<ColumnMetaData> columns) throws IOException {
        Meta.Signature signature = new Meta.Signature(
                columns, STATEMENT, List.of(), Map.of(), Meta.CursorFactory.LIST, Meta.StatementType.SELECT);
        Service.ResultSetResponse rows = new Service.ResultSetResponse(
                "", 1, false, signature, new Meta.Frame(0, true, List.of(List.of(1, 1L))), -1, null);
        JsonService.MAPPER.writeValueAsString(new Service.ExecuteResponse(List.of(rows), false, null));
    }
}
