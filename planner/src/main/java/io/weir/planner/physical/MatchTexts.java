package io.weir.planner.physical;

import io.weir.runtime.operator.aggregate.AggregateCall;
import io.weir.runtime.operator.match.MatchValue;
import java.util.List;

/** What is taken from the rows of a match, as text: for people, and for the meaning of a plan. */
final class MatchTexts {
    private MatchTexts() {}

    /** {@code LAST(A.price, 1)}, columns by the names or meanings given. */
    static String of(MatchValue value, List<String> names, List<String> variables) {
        String of = value.variables().isEmpty()
                ? ""
                : String.join(
                                "|",
                                value.variables().stream().map(variables::get).toList()) + ".";
        List<String> columns = names.stream().map(name -> of + name).toList();
        AggregateCall call = value.aggregate();
        String text = call == null
                ? navigated(value, columns)
                : AggregateCalls.text(call, columns).replace("(*)", "(" + of + "*)");
        return (value.isFinal() ? "FINAL " : "") + text;
    }

    private static String navigated(MatchValue value, List<String> columns) {
        String column = value.column() == MatchValue.CLASSIFIER ? "CLASSIFIER()" : columns.get(value.column());
        String navigated = switch (value.kind()) {
            case ROW -> column;
            case FIRST, LAST -> value.kind() + "(" + column + (value.offset() == 0 ? "" : ", " + value.offset()) + ")";
            case MATCH_NUMBER -> "MATCH_NUMBER()";
            case MATCH_END -> "MATCH_ROWTIME(" + column + ")";
            case MATCHED -> "MATCHED()";
            case AGGREGATE -> throw new IllegalStateException("an aggregate is no value of one row");
        };
        int rowsBack = value.rowsBack();
        return rowsBack == 0
                ? navigated
                : (rowsBack > 0 ? "PREV(" : "NEXT(") + navigated + ", " + Math.abs(rowsBack) + ")";
    }
}
