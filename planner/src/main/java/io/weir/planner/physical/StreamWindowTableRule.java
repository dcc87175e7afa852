package io.weir.planner.physical;

import io.weir.planner.physical.WindowSpecification.Kind;
import io.weir.planner.validate.WindowTableFunction;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** TUMBLE, HOP, CUMULATE and SESSION in FROM. */
final class StreamWindowTableRule implements PhysicalRule {
    private static final int MOST_WINDOWS_PER_ROW = 100_000;

    @Override
    public @Nullable StreamRel convert(RelNode node, StreamPlanner planner) {
        if (!(node instanceof TableFunctionScan scan)
                || !(scan.getCall() instanceof RexCall call)
                || !(call.getOperator() instanceof WindowTableFunction)) {
            return null;
        }
        StreamRel input = planner.convert(scan.getInput(0));
        List<RexNode> operands = call.getOperands().stream()
                .filter(operand -> operand.isA(SqlKind.DESCRIPTOR) || isInterval(operand))
                .toList();
        int time = descriptor(operands.get(0)).get(0);
        input = TimeAttributes.asEventTime(input, time, planner);
        if (!input.traits().rowtime().get(time)) {
            throw new WeirException(
                            ErrorCode.VALIDATION_ERROR,
                            "windows need an event time, and column \""
                                    + input.rowType().getFieldNames().get(time) + "\" has no watermark here")
                    .withHint(
                            "Declare it in the table: WATERMARK FOR ts AS ts - INTERVAL '5' SECOND; and hand the column on unchanged. Or use a column PROCTIME().");
        }
        WindowSpecification window = specification(call, operands);
        boolean isInstant = input.rowType().getFieldList().get(time).getType().getSqlTypeName()
                == SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE;
        if (isInstant) {
            window = window.in(planner.options().timeZone());
        }
        return new StreamWindowTable(input, window, time, scan.getRowType());
    }

    private static boolean isInterval(RexNode operand) {
        return operand.getType().getSqlTypeName().getFamily() == SqlTypeFamily.INTERVAL_DAY_TIME
                || operand.getType().getSqlTypeName().getFamily() == SqlTypeFamily.INTERVAL_YEAR_MONTH;
    }

    private static WindowSpecification specification(RexCall call, List<RexNode> operands) {
        Kind kind = Kind.valueOf(call.getOperator().getName());
        List<Integer> keys = List.of();
        List<Long> intervals = new ArrayList<>();
        for (RexNode operand : operands.subList(1, operands.size())) {
            if (operand.isA(SqlKind.DESCRIPTOR)) {
                keys = descriptor(operand);
            } else {
                intervals.add(micros(operand, kind));
            }
        }
        Optional<ZoneId> none = Optional.empty();
        WindowSpecification window = switch (kind) {
            case TUMBLE ->
                new WindowSpecification(kind, intervals.get(0), intervals.get(0), at(intervals, 1), none, keys);
            case HOP, CUMULATE ->
                new WindowSpecification(kind, intervals.get(1), intervals.get(0), at(intervals, 2), none, keys);
            case SESSION -> new WindowSpecification(kind, intervals.get(0), 0, 0, none, keys);
        };
        check(window);
        return window;
    }

    private static long at(List<Long> intervals, int index) {
        return index < intervals.size() ? intervals.get(index) : 0;
    }

    private static void check(WindowSpecification window) {
        boolean hasStep = window.kind() == Kind.HOP || window.kind() == Kind.CUMULATE;
        if (window.size() <= 0 || (hasStep && window.step() <= 0)) {
            throw new WeirException(
                    ErrorCode.VALIDATION_ERROR, "the intervals of " + window.kind() + " must be greater than zero");
        }
        if (window.kind() == Kind.CUMULATE && window.size() % window.step() != 0) {
            throw new WeirException(
                    ErrorCode.VALIDATION_ERROR,
                    "CUMULATE wants a size that is a multiple of its step, found "
                            + WindowSpecification.duration(window.size()) + " and "
                            + WindowSpecification.duration(window.step()));
        }
        if (hasStep && window.size() / window.step() > MOST_WINDOWS_PER_ROW) {
            throw new WeirException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "each row would fall into " + window.size() / window.step() + " windows, at most "
                            + MOST_WINDOWS_PER_ROW + " are allowed");
        }
    }

    private static List<Integer> descriptor(RexNode operand) {
        return ((RexCall) operand)
                .getOperands().stream()
                        .map(column -> ((RexInputRef) column).getIndex())
                        .toList();
    }

    private static long micros(RexNode operand, Kind kind) {
        if (operand.getType().getSqlTypeName().getFamily() == SqlTypeFamily.INTERVAL_YEAR_MONTH) {
            throw new WeirException(
                            ErrorCode.VALIDATION_ERROR,
                            kind + " wants intervals of a fixed length, found months or years")
                    .withHint("Write days: INTERVAL '30' DAY.");
        }
        BigDecimal millis = operand instanceof RexLiteral literal ? literal.getValueAs(BigDecimal.class) : null;
        if (millis == null) {
            throw new WeirException(ErrorCode.VALIDATION_ERROR, "the intervals of " + kind + " must be literals");
        }
        return millis.multiply(BigDecimal.valueOf(1000)).longValueExact();
    }
}
