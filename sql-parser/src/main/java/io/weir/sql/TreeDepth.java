package io.weir.sql;

import io.weir.sql.parser.ParserMessages;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** Refuses trees on which the recursion of later steps would exhaust the stack. */
final class TreeDepth {
    private final int limit;

    TreeDepth(int limit) {
        this.limit = limit;
    }

    void check(SqlNode node) {
        check(node, 1);
    }

    private void check(@Nullable SqlNode node, int depth) {
        if (node == null) {
            return;
        }
        if (depth > limit) {
            SqlParserPos position = node.getParserPosition();
            throw ParserMessages.treeTooDeep(limit).at(position.getLineNum(), position.getColumnNum());
        }
        if (node instanceof SqlNodeList list) {
            for (SqlNode element : list.getList()) {
                check(element, depth + 1);
            }
        } else if (node instanceof SqlCall call) {
            for (SqlNode operand : call.getOperandList()) {
                check(operand, depth + 1);
            }
        }
    }
}
