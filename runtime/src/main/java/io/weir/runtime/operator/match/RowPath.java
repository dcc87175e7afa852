package io.weir.runtime.operator.match;

import org.jspecify.annotations.Nullable;

/** Rows of a match that follow each other, and what they are matched to. Reused. */
final class RowPath {
    static final int NO_ROW = -1;

    private int start;
    private int[] variables = {};
    private int length;

    void set(int firstRow, int[] byRow, int rowCount) {
        start = firstRow;
        variables = byRow;
        length = rowCount;
    }

    int start() {
        return start;
    }

    int length() {
        return length;
    }

    /** Whether a row of the path, counted from its start, belongs to one of the variables. */
    boolean isOf(int index, boolean @Nullable [] flags) {
        return flags == null || flags[variables[index]];
    }

    /** The variable of a row of the partition; negative: the row does not belong to the path. */
    int variable(int row) {
        return row < start || row >= start + length ? NO_ROW : variables[row - start];
    }

    int first(int offset, boolean @Nullable [] flags) {
        int left = offset;
        for (int i = 0; i < length; i++) {
            if (isOf(i, flags) && left-- == 0) {
                return start + i;
            }
        }
        return NO_ROW;
    }

    int last(int offset, boolean @Nullable [] flags) {
        int left = offset;
        for (int i = length - 1; i >= 0; i--) {
            if (isOf(i, flags) && left-- == 0) {
                return start + i;
            }
        }
        return NO_ROW;
    }
}
