package io.weir.connector.kafka;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.jspecify.annotations.Nullable;

/** Waits, with a bound, for what the coordinator of transactions has begun to end. */
final class Settling {
    static final int TRIES = 45;

    private static final long FIRST_PAUSE_MILLIS = 10;
    private static final long PAUSE_MILLIS = 250;

    private Settling() {}

    /**
     * A transaction that is not about to be committed or aborted, unless that takes too long; null if the brokers do
     * not know it.
     */
    static @Nullable TransactionDescription await(Brokers brokers, String transactionalId) {
        TransactionDescription found = brokers.describeTransaction(transactionalId);
        for (int tries = 0; tries < TRIES && found != null && isUnderWay(found.state()); tries++) {
            pause(tries);
            found = brokers.describeTransaction(transactionalId);
        }
        return found;
    }

    static boolean isUnderWay(TransactionState state) {
        return state == TransactionState.PREPARE_ABORT
                || state == TransactionState.PREPARE_COMMIT
                || state == TransactionState.PREPARE_EPOCH_FENCE;
    }

    /**
     * Short at first, as markers are written within milliseconds. On an I/O thread, and bounded by {@link #TRIES}: the
     * brokers do not tell when a transaction has ended.
     */
    static void pause(int tries) {
        try {
            Thread.sleep(Math.min(PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(tries, 5)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WeirException(ErrorCode.CONNECTOR_FAILURE, "interrupted while waiting for the Kafka brokers", e);
        }
    }
}
