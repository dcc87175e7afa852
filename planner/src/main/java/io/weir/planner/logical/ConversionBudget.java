package io.weir.planner.logical;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How many queries a statement may consist of, once what WITH and views define stands wherever it is named. Thirty lines
 * that each name the one before twice are a billion queries: they filled the heap long after nobody waited for the plan
 * any more. Not thread-safe.
 */
final class ConversionBudget {
    private static final int MOST_QUERIES = 20_000;

    private final AtomicBoolean cancelled;
    private int count;

    /** @param cancelled once true, nobody waits for the plan */
    ConversionBudget(AtomicBoolean cancelled) {
        this.cancelled = cancelled;
    }

    /** @throws WeirException (STATEMENT_TOO_COMPLEX) */
    void takeOne() {
        if (cancelled.get()) {
            throw new WeirException(ErrorCode.STATEMENT_TOO_COMPLEX, "planning was given up");
        }
        if (++count > MOST_QUERIES) {
            throw new WeirException(
                            ErrorCode.STATEMENT_TOO_COMPLEX,
                            "statement has more than " + MOST_QUERIES
                                    + " queries when WITH and views are put where they are named")
                    .withHint("Make what is named many times a materialized view.");
        }
    }
}
