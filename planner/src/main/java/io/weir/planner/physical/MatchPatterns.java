package io.weir.planner.physical;

import io.weir.runtime.operator.match.RowPattern;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.core.Match;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/** Calcite's patterns as the runtime's, and as text. Variables get numbers in the order in which they occur. */
final class MatchPatterns {
    /** Repetitions are written out as often as they say. */
    private static final int MAX_STEPS = 5_000;

    /** PERMUTE is written out too: 720 orders. */
    private static final int MAX_PERMUTED = 6;

    private final List<String> variables = new ArrayList<>();

    List<String> variables() {
        return variables;
    }

    /** @throws WeirException for a pattern that is too large */
    RowPattern of(Match match) {
        RowPattern pattern = pattern(match.getPattern());
        if (steps(pattern) > MAX_STEPS) {
            throw new WeirException(
                    ErrorCode.STATEMENT_TOO_COMPLEX,
                    "pattern has more than " + MAX_STEPS + " steps, each repetition counted as often as it says");
        }
        List<RowPattern> parts = new ArrayList<>(List.of(pattern));
        if (match.isStrictStart()) {
            parts.add(0, new RowPattern.PartitionBegin());
        }
        if (match.isStrictEnd()) {
            parts.add(new RowPattern.PartitionEnd());
        }
        RowPattern anchored = parts.size() == 1 ? pattern : new RowPattern.Concatenation(parts);
        int unused = anchored.instructions();
        return anchored;
    }

    /** {@code ^ A (B | C)+? D $}. */
    String text(Match match) {
        return (match.isStrictStart() ? "^ " : "") + text(match.getPattern()) + (match.isStrictEnd() ? " $" : "");
    }

    private RowPattern pattern(RexNode node) {
        if (node instanceof RexLiteral literal) {
            return new RowPattern.Variable(number(literal.getValueAs(String.class)));
        }
        if (!(node instanceof RexCall call)) {
            throw new IllegalStateException("unknown pattern " + node);
        }
        return switch (call.getKind()) {
            case PATTERN_CONCAT -> new RowPattern.Concatenation(parts(call));
            case PATTERN_ALTER -> new RowPattern.Alternation(parts(call));
            case PATTERN_QUANTIFIER -> {
                int min = integer(call.getOperands().get(1));
                int max = integer(call.getOperands().get(2));
                boolean isReluctant = RexLiteral.booleanValue(call.getOperands().get(3));
                if (max == 0 || (max > 0 && max < min)) {
                    throw new WeirException(
                            ErrorCode.VALIDATION_ERROR,
                            "quantifier {" + min + "," + max + "} wants at most as often as at least, and not never");
                }
                RowPattern part = pattern(call.getOperands().get(0));
                yield new RowPattern.Repetition(part, min, max, !isReluctant);
            }
            case PATTERN_PERMUTE -> permutations(parts(call));
            case PATTERN_EXCLUDED ->
                new RowPattern.Exclusion(pattern(call.getOperands().get(0)));
            default -> throw new IllegalStateException("unknown pattern " + node);
        };
    }

    /** {@code PERMUTE(A, B)} is {@code A B | B A}: an order in which an earlier part comes first is preferred. */
    private static RowPattern permutations(List<RowPattern> parts) {
        if (parts.size() > MAX_PERMUTED) {
            throw new WeirException(
                    ErrorCode.STATEMENT_TOO_COMPLEX,
                    "PERMUTE has " + parts.size() + " parts, and may have " + MAX_PERMUTED);
        }
        List<RowPattern> orders = new ArrayList<>();
        addOrders(List.of(), parts, orders);
        return new RowPattern.Alternation(orders);
    }

    private static void addOrders(List<RowPattern> first, List<RowPattern> left, List<RowPattern> orders) {
        if (left.isEmpty()) {
            orders.add(new RowPattern.Concatenation(first));
        }
        for (int i = 0; i < left.size(); i++) {
            List<RowPattern> taken = new ArrayList<>(first);
            List<RowPattern> others = new ArrayList<>(left);
            taken.add(others.remove(i));
            addOrders(taken, others, orders);
        }
    }

    private List<RowPattern> parts(RexCall call) {
        List<RowPattern> parts = new ArrayList<>();
        for (RexNode operand : call.getOperands()) {
            parts.add(pattern(operand));
        }
        return parts;
    }

    private int number(String name) {
        for (int i = 0; i < variables.size(); i++) {
            if (variables.get(i).equalsIgnoreCase(name)) {
                return i;
            }
        }
        variables.add(name);
        return variables.size() - 1;
    }

    private static int integer(RexNode node) {
        BigDecimal value = ((RexLiteral) node).getValueAs(BigDecimal.class);
        if (value == null || value.compareTo(BigDecimal.valueOf(MAX_STEPS)) > 0) {
            throw new WeirException(
                    ErrorCode.STATEMENT_TOO_COMPLEX,
                    "quantifier wants a number up to " + MAX_STEPS + ", found " + value);
        }
        return value.intValue();
    }

    private static long steps(RowPattern pattern) {
        if (pattern instanceof RowPattern.Concatenation concatenation) {
            return concatenation.parts().stream()
                    .mapToLong(MatchPatterns::steps)
                    .sum();
        }
        if (pattern instanceof RowPattern.Alternation alternation) {
            return alternation.parts().stream()
                    .mapToLong(part -> steps(part) + 2)
                    .sum();
        }
        if (pattern instanceof RowPattern.Repetition repetition) {
            long times = repetition.max() < 0 ? repetition.min() + 1L : repetition.max();
            return Math.min(MAX_STEPS + 1L, (steps(repetition.part()) + 2) * times);
        }
        if (pattern instanceof RowPattern.Exclusion exclusion) {
            return steps(exclusion.part());
        }
        return 1;
    }

    /** {@code A (B | C)+? D}. */
    private String text(RexNode node) {
        if (!(node instanceof RexCall call)) {
            return variables.get(number(((RexLiteral) node).getValueAs(String.class)));
        }
        List<RexNode> operands = call.getOperands();
        return switch (call.getKind()) {
            case PATTERN_CONCAT ->
                String.join(
                        " ",
                        operands.stream()
                                .map(part -> part.isA(SqlKind.PATTERN_ALTER) ? "(" + text(part) + ")" : text(part))
                                .toList());
            case PATTERN_ALTER -> String.join(" | ", texts(operands));
            case PATTERN_QUANTIFIER -> {
                RexNode part = operands.get(0);
                boolean isGroup =
                        part.isA(List.of(SqlKind.PATTERN_CONCAT, SqlKind.PATTERN_ALTER, SqlKind.PATTERN_QUANTIFIER));
                yield (isGroup ? "(" + text(part) + ")" : text(part))
                        + quantifier(integer(operands.get(1)), integer(operands.get(2)))
                        + (RexLiteral.booleanValue(operands.get(3)) ? "?" : "");
            }
            case PATTERN_PERMUTE -> "PERMUTE(" + String.join(", ", texts(operands)) + ")";
            case PATTERN_EXCLUDED -> "{- " + text(operands.get(0)) + " -}";
            default -> throw new IllegalStateException("unknown pattern " + node);
        };
    }

    private List<String> texts(List<RexNode> parts) {
        return parts.stream().map(this::text).toList();
    }

    private static String quantifier(int min, int max) {
        if (max < 0 && min <= 1) {
            return min == 0 ? "*" : "+";
        }
        if (min == 0 && max == 1) {
            return "?";
        }
        return min == max ? "{" + min + "}" : "{" + min + "," + (max < 0 ? "" : max) + "}";
    }
}
