package io.weir.server.job;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what the runtime does, with a bound. */
final class Waiting {
    private Waiting() {}

    static <T> T await(CompletableFuture<T> future, long seconds, String tooLate) {
        try {
            return future.get(seconds, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof WeirException known) {
                throw known;
            }
            throw new WeirException(ErrorCode.INTERNAL_ERROR, "internal error: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new WeirException(ErrorCode.QUERY_TIMEOUT, tooLate, e).withDetail("Waited for " + seconds + " s.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WeirException(ErrorCode.QUERY_CANCELLED, "statement was cancelled", e);
        }
    }
}
