package io.weir.runtime.operator.aggregate;

import io.weir.spi.data.Batch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Leaves rows out whose argument is NULL. */
final class Nulls {
    private Nulls() {}

    /** The signs with 0 for rows in which a column is null; the array given, if there is no such row. */
    static int @Nullable [] withoutNulls(Batch batch, int[] columns, int @Nullable [] signs) {
        int[] masked = null;
        for (int column : columns) {
            boolean[] nulls = batch.column(column).nulls();
            if (nulls == null) {
                continue;
            }
            for (int row = 0; row < batch.rowCount(); row++) {
                if (nulls[batch.position(row)]) {
                    if (masked == null) {
                        masked = copyOrOnes(signs, batch.rowCount());
                    }
                    masked[row] = 0;
                }
            }
        }
        return masked == null ? signs : masked;
    }

    private static int[] copyOrOnes(int @Nullable [] signs, int rowCount) {
        if (signs != null) {
            return Arrays.copyOf(signs, rowCount);
        }
        int[] ones = new int[rowCount];
        Arrays.fill(ones, 1);
        return ones;
    }
}
