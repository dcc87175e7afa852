package io.weir.connector.nexmark;

import static io.weir.spi.Checks.checkArgument;

/**
 * In which order the events of a table are handed over: from position to ordinal.
 *
 * @param firstOrdinal ordinal of the first row
 * @param groupSize rows are shuffled within groups of this many, as in the public generator; 1 keeps them in order
 * @param rowCount rows in all; the last group, if it is not full, keeps its order, so that every event is there exactly
 *     once
 */
record EventOrder(long firstOrdinal, int groupSize, long rowCount) {
    /** Prime, so that every group size below it gives each place of a group once. */
    static final int STEP = 953;

    EventOrder {
        checkArgument(groupSize >= 1 && groupSize % STEP != 0, "group size %s is a multiple of %s", groupSize, STEP);
    }

    /** Whether the ordinal rises with the position, one by one. */
    boolean isAscending() {
        return groupSize == 1;
    }

    long ordinal(long position) {
        if (groupSize == 1) {
            return firstOrdinal + position;
        }
        long group = position / groupSize * groupSize;
        if (group > rowCount - groupSize) {
            return firstOrdinal + position;
        }
        return firstOrdinal + group + position * STEP % groupSize;
    }
}
