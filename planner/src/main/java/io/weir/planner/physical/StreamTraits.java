package io.weir.planner.physical;

import static java.util.Objects.requireNonNull;

import io.weir.spi.connector.ChangelogKind;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the rows that leave a step.
 *
 * @param changelog INSERT_ONLY, or ALL: inside a job every replaced row is withdrawn whole
 * @param bounded whether they end
 * @param keys sets of columns of which no two rows of the result have the same values; none is a subset of another
 * @param rowtime columns in which, by the watermark, no earlier value follows but late ones
 * @param window the columns that hold the row's window; null if it has none
 */
public record StreamTraits(
        ChangelogKind changelog,
        boolean bounded,
        List<ImmutableBitSet> keys,
        ImmutableBitSet rowtime,
        @Nullable WindowColumns window) {
    public StreamTraits {
        requireNonNull(changelog, "changelog is null");
        requireNonNull(rowtime, "rowtime is null");
        keys = minimal(keys);
    }

    /**
     * Columns of a window; -1 for one that has been dropped.
     *
     * @param endSuffices whether two windows with the same end are the same
     * @param startSuffices whether two windows with the same start are the same
     */
    public record WindowColumns(int start, int end, int time, boolean endSuffices, boolean startSuffices) {
        /** Whether rows that are equal in these columns are in the same window. */
        boolean isDeterminedBy(ImmutableBitSet columns) {
            boolean byStart = start >= 0 && columns.get(start);
            boolean byEnd = end >= 0 && columns.get(end);
            return (byStart && byEnd) || (byEnd && endSuffices) || (byStart && startSuffices);
        }

        /** Whether the window itself is at hand, not only what tells it from others. */
        boolean isWhole() {
            return start >= 0 && end >= 0;
        }

        /** Whether a column is one of the window's. */
        boolean contains(int column) {
            return column >= 0 && (column == start || column == end || column == time);
        }
    }

    public static StreamTraits of(ChangelogKind changelog, boolean bounded) {
        return new StreamTraits(changelog, bounded, List.of(), ImmutableBitSet.of(), null);
    }

    public boolean isInsertOnly() {
        return changelog == ChangelogKind.INSERT_ONLY;
    }

    StreamTraits withChangelog(ChangelogKind newChangelog) {
        return new StreamTraits(newChangelog, bounded, keys, rowtime, window);
    }

    StreamTraits withKeys(List<ImmutableBitSet> newKeys) {
        return new StreamTraits(changelog, bounded, newKeys, rowtime, window);
    }

    StreamTraits withRowtime(ImmutableBitSet columns) {
        return new StreamTraits(changelog, bounded, keys, columns, window);
    }

    StreamTraits withWindow(@Nullable WindowColumns columns) {
        return new StreamTraits(changelog, bounded, keys, rowtime, columns);
    }

    /** Whether some key is among these columns. */
    boolean isUnique(ImmutableBitSet columns) {
        return keys.stream().anyMatch(columns::contains);
    }

    private static List<ImmutableBitSet> minimal(List<ImmutableBitSet> keys) {
        List<ImmutableBitSet> minimal = new ArrayList<>();
        for (ImmutableBitSet key : keys) {
            boolean isCovered = keys.stream().anyMatch(other -> !other.equals(key) && key.contains(other));
            if (!isCovered && !minimal.contains(key)) {
                minimal.add(key);
            }
        }
        return List.copyOf(minimal);
    }
}
