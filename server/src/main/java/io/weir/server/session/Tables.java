package io.weir.server.session;

import io.weir.server.query.ListCursor;
import io.weir.spi.data.DataType;
import io.weir.spi.data.Field;
import io.weir.spi.data.Schema;
import io.weir.spi.data.TypeKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Small results that are made row by row. */
final class Tables {
    private Tables() {}

    /** Columns of text. */
    static Schema texts(String... names) {
        return new Schema(Arrays.stream(names)
                .map(name -> new Field(name, DataType.of(TypeKind.VARCHAR)))
                .toList());
    }

    static StatementResult.Rows rows(Schema schema, List<List<@Nullable Object>> rows) {
        return new StatementResult.Rows(schema, new ListCursor(rows), false);
    }

    /** A row, which may have nulls. */
    static List<@Nullable Object> row(@Nullable Object... values) {
        return new ArrayList<>(Arrays.asList(values));
    }
}
