package io.weir.server.session;

import io.weir.spi.error.WeirException;
import io.weir.sql.statement.SqlCreateMaterializedView;
import io.weir.sql.statement.SqlCreateTable;
import io.weir.sql.statement.SqlCreateView;
import io.weir.sql.statement.SqlDropObject;
import io.weir.sql.statement.SqlOption;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/**
 * Where in a statement that makes or drops something an error is, if it does not say so itself: at the option that it
 * names, or else at the name of the object.
 */
final class ErrorPlace {
    private ErrorPlace() {}

    static WeirException located(WeirException error, SqlNode statement) {
        SqlIdentifier name = name(statement);
        if (error.position() != null || name == null) {
            return error;
        }
        for (SqlNode node : options(statement)) {
            SqlOption option = (SqlOption) node;
            if (error.primary().contains("'" + option.key() + "'")) {
                return Names.at(error, option);
            }
        }
        return Names.at(error, name);
    }

    private static @Nullable SqlIdentifier name(SqlNode statement) {
        if (statement instanceof SqlCreateTable table) {
            return table.name();
        }
        if (statement instanceof SqlCreateView view) {
            return view.name();
        }
        if (statement instanceof SqlCreateMaterializedView view) {
            return view.name();
        }
        return statement instanceof SqlDropObject drop ? drop.name() : null;
    }

    private static List<SqlNode> options(SqlNode statement) {
        if (statement instanceof SqlCreateTable table) {
            return List.copyOf(table.optionNodes().getList());
        }
        return statement instanceof SqlCreateMaterializedView view
                ? List.copyOf(view.optionNodes().getList())
                : List.of();
    }
}
