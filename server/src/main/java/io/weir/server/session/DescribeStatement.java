package io.weir.server.session;

import io.weir.planner.catalog.CatalogObject;
import io.weir.planner.catalog.TableDefinition;
import io.weir.server.query.ListCursor;
import io.weir.spi.error.WeirException;
import io.weir.sql.statement.SqlDescribe;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** DESCRIBE. */
final class DescribeStatement {
    private final Services services;

    DescribeStatement(Services services) {
        this.services = services;
    }

    StatementResult describe(SqlDescribe node, StatementCall call) {
        CatalogObject object;
        try {
            object = call.session().over(services.catalog().snapshot()).get(Names.object(node.name()));
        } catch (WeirException e) {
            throw Names.at(e, node.name());
        }
        StatementResult.Rows columns = ColumnList.of(object, name -> true);
        if (!node.isExtended()) {
            return columns;
        }
        List<List<@Nullable Object>> rows = new ArrayList<>(((ListCursor) columns.cursor()).all());
        rows.add(Tables.row("", null, null, null, null, null, null));
        rows.add(Tables.row("# kind", object.kind(), null, null, null, null, null));
        if (object instanceof TableDefinition table) {
            table.options()
                    .forEach((key, value) -> rows.add(Tables.row(
                            "# option " + key,
                            services.secrets().redactOption(key, value),
                            null,
                            null,
                            null,
                            null,
                            table.comment())));
        }
        return Tables.rows(columns.schema(), rows);
    }
}
