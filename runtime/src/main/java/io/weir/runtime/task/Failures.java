package io.weir.runtime.task;

import io.weir.runtime.checkpoint.SubtaskId;
import io.weir.spi.error.ErrorClass;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What failures are made of. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
    private static final int MAX_DEPTH = 32;

    private Failures() {}

    /** Without the wrappings of futures. */
    static Throwable unwrap(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** The first Weir error in the chain of causes. */
    static @Nullable WeirException weirCause(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++) {
            if (cause instanceof WeirException weir) {
                return weir;
            }
            cause = cause.getCause();
        }
        return null;
    }

    /**
     * Whether a restart would only meet the same again: the statement or its rows are at fault, or what it would have
     * to read or commit is gone.
     */
    static boolean isFinal(Throwable failure) {
        WeirException weir = weirCause(failure);
        return weir != null
                && (weir.code().errorClass() == ErrorClass.USER || weir.code() == ErrorCode.DATA_LOST_UPSTREAM);
    }

    /** Whether another server has the job now. */
    static boolean isTakenOver(@Nullable Throwable failure) {
        WeirException weir = failure == null ? null : weirCause(failure);
        return weir != null && weir.code() == ErrorCode.OBJECT_IN_USE;
    }

    static boolean isCorruptStorage(Throwable failure) {
        WeirException weir = weirCause(failure);
        return weir != null && weir.code() == ErrorCode.STORAGE_CORRUPT;
    }

    static void logClosing(SubtaskId subtask, Throwable failure) {
        LOG.warn("closing failed subtask={}", subtask, failure);
    }
}
