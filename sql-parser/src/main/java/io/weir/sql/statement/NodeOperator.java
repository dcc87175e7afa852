package io.weir.sql.statement;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** What Calcite's visitors use to make a changed copy of a {@link WeirNode}. */
final class NodeOperator extends SqlSpecialOperator {
    private final BiFunction<SqlParserPos, List<@Nullable SqlNode>, WeirNode> constructor;

    NodeOperator(String name, BiFunction<SqlParserPos, List<@Nullable SqlNode>, WeirNode> constructor) {
        super(name, SqlKind.OTHER_DDL);
        this.constructor = constructor;
    }

    @Override
    public SqlCall createCall(
            @Nullable SqlLiteral functionQualifier, SqlParserPos position, @Nullable SqlNode... operands) {
        List<@Nullable SqlNode> copy = new ArrayList<>(operands.length);
        Collections.addAll(copy, operands);
        return constructor.apply(position, copy);
    }
}
