package io.weir.planner.validate;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/**
 * Copies statements deeply: the validator rewrites what it is given, and views and prepared statements are validated
 * again and again.
 */
public final class SqlCopy extends SqlShuttle {
    private SqlCopy() {}

    public static SqlNode of(SqlNode node) {
        SqlNode copy = node.accept(new SqlCopy());
        return copy == null ? node : copy;
    }

    @Override
    public SqlNode visit(SqlIdentifier identifier) {
        return identifier.clone(identifier.getParserPosition());
    }

    @Override
    public @Nullable SqlNode visit(SqlNodeList list) {
        List<@Nullable SqlNode> copies = new ArrayList<>(list.size());
        for (SqlNode node : list) {
            copies.add(node == null ? null : node.accept(this));
        }
        return new SqlNodeList(copies, list.getParserPosition());
    }

    @Override
    public @Nullable SqlNode visit(SqlCall call) {
        CallCopyingArgHandler arguments = new CallCopyingArgHandler(call, true);
        call.getOperator().acceptCall(this, call, false, arguments);
        return arguments.result();
    }
}
