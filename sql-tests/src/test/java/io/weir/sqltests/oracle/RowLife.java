package io.weir.sqltests.oracle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row, from the step at which it is inserted to that at which it is deleted.
 *
 * @param table index of the table
 * @param values boxed, one for each of {@link Tables#TYPES}
 * @param goneStep at least {@code bornStep}; beyond the last step if it stays
 */
record RowLife(int table, List<@Nullable Object> values, int bornStep, int goneStep) {
    boolean isThereAfter(int step) {
        return bornStep <= step && step < goneStep;
    }
}
