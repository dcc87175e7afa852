package io.weir.server.jdbc;

import io.weir.server.jdbc.ServerStatement.Open;
import io.weir.server.query.Page;
import io.weir.spi.data.DataType;
import io.weir.spi.data.Schema;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.List;
import java.util.Map;
import org.apache.calcite.avatica.Meta.CursorFactory;
import org.apache.calcite.avatica.Meta.Frame;
import org.apache.calcite.avatica.Meta.Signature;
import org.apache.calcite.avatica.Meta.StatementType;

/** Results as the protocol has them: a description, and rows in frames. */
final class Frames {
    /** How long a fetch waits for a first row: below Jetty's idle timeout and what the drivers bear. */
    private static final long LONG_POLL_MILLIS = 20_000;

    private static final int MAX_FRAME_ROWS = 10_000;
    static final int USUAL_FRAME_ROWS = 1_000;

    private Frames() {}

    static Signature signature(String sql, Schema schema, List<DataType> parameters, boolean givesRows) {
        return new Signature(
                WireTypes.columns(schema),
                sql,
                WireTypes.parameters(parameters),
                Map.of(),
                CursorFactory.LIST,
                givesRows || schema.size() > 0 ? StatementType.SELECT : StatementType.IS_DML);
    }

    /**
     * The next rows of a result; waits for the first of them, though not for ever. The statement is done with the last
     * frame, or with an error.
     *
     * @param maxRows in the frame; 0 or less for the usual number
     */
    static Frame next(ServerStatement statement, Open open, long offset, int maxRows) throws InterruptedException {
        if (!open.fetching.tryAcquire()) {
            throw new WeirException(ErrorCode.WRONG_OBJECT_STATE, "result is being fetched by another request");
        }
        try {
            return following(statement, open, offset, maxRows);
        } finally {
            open.fetching.release();
        }
    }

    private static Frame following(ServerStatement statement, Open open, long offset, int maxRows)
            throws InterruptedException {
        if (offset != open.rowsSent) {
            // A client whose connection broke asks again, and would not notice that rows are missing.
            throw new WeirException(
                            ErrorCode.WRONG_OBJECT_STATE,
                            "result stands at row " + open.rowsSent + ", and row " + offset + " was asked for")
                    .withDetail("Rows are sent once. An answer with some of them has got lost.")
                    .withHint("Execute the statement again.");
        }
        int wanted = maxRows <= 0 ? USUAL_FRAME_ROWS : Math.min(maxRows, MAX_FRAME_ROWS);
        if (open.maxRows > 0) {
            wanted = (int) Math.min(wanted, open.maxRows - open.rowsSent);
        }
        Page page;
        try {
            page = open.cursor.next(wanted, LONG_POLL_MILLIS);
        } catch (WeirException e) {
            statement.finished(open);
            throw e;
        }
        open.rowsSent += page.rows().size();
        boolean isLast = page.isLast() || open.rowsSent == open.maxRows;
        if (isLast) {
            statement.finished(open);
        }
        return new Frame(offset, isLast, WireValues.rows(open.schema, page.rows()));
    }
}
