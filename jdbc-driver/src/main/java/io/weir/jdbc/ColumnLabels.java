package io.weir.jdbc;

import io.weir.jdbc.error.SqlErrors;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.calcite.avatica.ColumnMetaData;
import org.jspecify.annotations.Nullable;

/** Finds columns by label, in any case; of several with the same label the first. Used by one thread. */
final class ColumnLabels {
    private final List<ColumnMetaData> columns;
    private @Nullable Map<String, Integer> indexes; // lower-case label to 1-based index; made when first needed

    ColumnLabels(List<ColumnMetaData> columns) {
        this.columns = columns;
    }

    /**
     * The 1-based index.
     *
     * @throws SQLException (42703) that names the columns there are
     */
    int indexOf(@Nullable String columnLabel) throws SQLException {
        Map<String, Integer> known = indexes();
        Integer index = columnLabel == null ? null : known.get(columnLabel.toLowerCase(Locale.ROOT));
        if (index == null) {
            String names =
                    columns.stream().map(column -> '"' + column.label + '"').collect(Collectors.joining(", "));
            throw SqlErrors.create(
                    SqlErrors.NO_SUCH_COLUMN,
                    "result set has no column \"" + columnLabel + "\"\nDetail: The columns are " + names + ".");
        }
        return index;
    }

    private Map<String, Integer> indexes() {
        Map<String, Integer> known = indexes;
        if (known == null) {
            known = new HashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                known.putIfAbsent(columns.get(i).label.toLowerCase(Locale.ROOT), i + 1);
            }
            indexes = known;
        }
        return known;
    }
}
