package io.weir.runtime.exchange;

import static java.util.Objects.requireNonNull;

import io.weir.spi.data.Batch;

/**
 * Rows that were on their way to a subtask when a barrier overtook them.
 *
 * @param from the sending vertex
 * @param output the sender's output
 * @param input the receiver's input
 * @param sender the sending subtask's index
 */
public record InFlightRows(String from, int output, int input, int sender, Batch batch) {
    public InFlightRows {
        requireNonNull(from, "from is null");
        requireNonNull(batch, "batch is null");
    }
}
