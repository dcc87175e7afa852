package io.weir.sql.statement;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * A statement of Weir's own, or a part of one. Immutable.
 *
 * <p>A node consists of its operands and nothing else: flags are Boolean literals, enums are symbol literals. So
 * comparing, copying and visiting need no code in the classes below, which only name the operands and write them as
 * SQL.
 */
public abstract class WeirNode extends SqlCall {
    private final NodeOperator operator;
    private final List<@Nullable SqlNode> operands;

    WeirNode(NodeOperator operator, SqlParserPos position, List<@Nullable SqlNode> operands) {
        super(position);
        this.operator = requireNonNull(operator, "operator is null");
        this.operands = Collections.unmodifiableList(new ArrayList<>(operands));
    }

    @Override
    public final SqlOperator getOperator() {
        return operator;
    }

    @Override
    public final List<@Nullable SqlNode> getOperandList() {
        return operands;
    }

    /** Writes the node as SQL. */
    @Override
    public abstract void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence);

    static List<@Nullable SqlNode> operands(@Nullable SqlNode... operands) {
        return Arrays.asList(operands);
    }

    static SqlLiteral flag(boolean value) {
        return SqlLiteral.createBoolean(value, SqlParserPos.ZERO);
    }

    static SqlLiteral symbol(Enum<?> value) {
        return SqlLiteral.createSymbol(value, SqlParserPos.ZERO);
    }

    final boolean flagAt(int index) {
        return literalAt(index).booleanValue();
    }

    final <E extends Enum<E>> E symbolAt(int index, Class<E> type) {
        return requireNonNull(literalAt(index).symbolValue(type));
    }

    final SqlIdentifier nameAt(int index) {
        return (SqlIdentifier) nodeAt(index);
    }

    final SqlNodeList listAt(int index) {
        return (SqlNodeList) nodeAt(index);
    }

    final SqlLiteral literalAt(int index) {
        return (SqlLiteral) nodeAt(index);
    }

    final String stringAt(int index) {
        return Literals.string(literalAt(index));
    }

    final @Nullable String optionalStringAt(int index) {
        return operands.get(index) == null ? null : stringAt(index);
    }

    final Map<String, String> optionsAt(int index) {
        return SqlOption.toMap(listAt(index));
    }

    final SqlNode nodeAt(int index) {
        return requireNonNull(operands.get(index), "operand is null");
    }

    final @Nullable SqlNode optionalNodeAt(int index) {
        return operands.get(index);
    }

    final @Nullable SqlIdentifier optionalNameAt(int index) {
        return (SqlIdentifier) operands.get(index);
    }
}
