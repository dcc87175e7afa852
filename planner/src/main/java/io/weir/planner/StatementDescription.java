package io.weir.planner;

import static java.util.Objects.requireNonNull;

import io.weir.spi.connector.ChangelogKind;
import io.weir.spi.data.DataType;
import io.weir.spi.data.Schema;
import java.util.List;

/**
 * What a prepared statement takes and gives.
 *
 * @param result the columns of a query; none of other statements
 * @param changelog INSERT_ONLY or ALL: whether rows of the result can be withdrawn
 * @param parameters types of the parameters {@code ?}, in the order in which they are written
 */
public record StatementDescription(Schema result, ChangelogKind changelog, List<DataType> parameters) {
    public StatementDescription {
        requireNonNull(result, "result is null");
        requireNonNull(changelog, "changelog is null");
        parameters = List.copyOf(parameters);
    }
}
