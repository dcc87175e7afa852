package io.weir.sql;

import static java.util.Objects.requireNonNull;

import org.apache.calcite.rel.type.RelDataTypeSystem;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDialect;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.dialect.AnsiSqlDialect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/**
 * Standard SQL, as Calcite writes it, but for what would not read back as the same statement. Strings never carry a
 * character set: everything is Unicode.
 */
final class PrintingDialect extends SqlDialect {
    PrintingDialect() {
        super(AnsiSqlDialect.DEFAULT_CONTEXT.withIdentifierQuoteString("\""));
    }

    @Override
    public void unparseCall(SqlWriter writer, SqlCall call, int left, int right) {
        if (call.getKind() == SqlKind.DOT) {
            access(writer, call.operand(0));
            writer.setNeedWhitespace(false);
            writer.print(".");
            writer.setNeedWhitespace(false);
            call.operand(1).unparse(writer, 0, 0);
        } else if (call.getOperator().equals(SqlStdOperatorTable.ITEM)) {
            access(writer, call.operand(0));
            writer.setNeedWhitespace(false);
            SqlWriter.Frame frame = writer.startList("[", "]");
            call.operand(1).unparse(writer, 0, 0);
            writer.endList(frame);
        } else if (writer.inQuery() && !call.isA(SqlKind.TOP_LEVEL) && !call.isA(SqlKind.QUERY)) {
            inExpression(writer, call, left, right);
        } else {
            super.unparseCall(writer, call, left, right);
        }
    }

    /**
     * Calcite writes HAVING and QUALIFY as if their operand were the query itself, and so leaves out the parentheses
     * around a query in them. A frame without brackets tells it that it is inside an expression.
     */
    private void inExpression(SqlWriter writer, SqlCall call, int left, int right) {
        SqlWriter.Frame frame = writer.startList("", "");
        super.unparseCall(writer, call, left, right);
        writer.endList(frame);
    }

    /** What a field or an element is taken of. Calcite writes {@code (a + b).c} as {@code a + b.c}. */
    private static void access(SqlWriter writer, SqlNode operand) {
        if (bindsTightly(operand)) {
            operand.unparse(writer, 0, 0);
        } else {
            SqlWriter.Frame frame = writer.startList("(", ")");
            operand.unparse(writer, 0, 0);
            writer.endList(frame);
        }
    }

    private static boolean bindsTightly(SqlNode operand) {
        if (!(operand instanceof SqlCall call)) {
            return false;
        }
        return call.getOperator() instanceof SqlFunction
                || call.getOperator().equals(SqlStdOperatorTable.ITEM)
                || call.getKind() == SqlKind.DOT;
    }

    @Override
    public void unparseTableScanHints(SqlWriter writer, SqlNodeList hints, int left, int right) {
        writer.keyword("/*+");
        hints.unparse(writer, 0, 0);
        writer.keyword("*/");
    }

    /** Calcite does not double a quote inside. */
    @Override
    public void unparseSqlIntervalLiteral(SqlWriter writer, SqlIntervalLiteral literal, int left, int right) {
        SqlIntervalLiteral.IntervalValue interval =
                requireNonNull(literal.getValueAs(SqlIntervalLiteral.IntervalValue.class), "interval without a value");
        writer.keyword("INTERVAL");
        if (interval.getSign() < 0) {
            writer.print("-");
        }
        writer.literal("'" + interval.getIntervalLiteral().replace("'", "''") + "'");
        unparseSqlIntervalQualifier(writer, interval.getIntervalQualifier(), RelDataTypeSystem.DEFAULT);
    }

    @Override
    public void quoteStringLiteral(StringBuilder buffer, @Nullable String charset, String value) {
        buffer.append('\'').append(value.replace("'", "''")).append('\'');
    }
}
