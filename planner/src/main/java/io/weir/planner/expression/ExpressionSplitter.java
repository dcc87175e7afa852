package io.weir.planner.expression;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlKind;

/**
 * Keeps generated methods small. The JIT compiler leaves methods of more than 8000 bytes alone for ever, and Java
 * allows none of more than 64 kB.
 *
 * <p>First {@link #chunk}: wide AND, OR and CASE become trees of narrow ones. Then {@link #cut}: chooses the
 * sub-expressions that get methods of their own, so that none holds more than about {@link #MAX_WEIGHT} nodes.
 */
final class ExpressionSplitter {
    /** A node of an expression becomes some 20 bytes of code, seldom more than 40: this leaves a margin. */
    static final int MAX_WEIGHT = 100;

    private static final int MAX_OPERANDS = 12;
    private static final int MAX_CASE_OPERANDS = 2 * MAX_OPERANDS + 1;
    private static final int CALL_WEIGHT = 2;

    private final RexBuilder rexBuilder;
    private final Set<RexNode> cut = new HashSet<>();
    private final Map<RexNode, Integer> weights = new HashMap<>();

    ExpressionSplitter(RexBuilder rexBuilder) {
        this.rexBuilder = rexBuilder;
    }

    /** The same expression without a wide AND, OR or CASE. */
    RexNode chunk(RexNode node) {
        return node.accept(new RexShuttle() {
            @Override
            public RexNode visitCall(RexCall call) {
                RexCall visited = (RexCall) super.visitCall(call);
                if (visited.isA(SqlKind.AND) || visited.isA(SqlKind.OR)) {
                    return chunkLogic(visited, visited.getOperands());
                }
                return visited.isA(SqlKind.CASE) ? chunkCase(visited) : visited;
            }
        });
    }

    private RexNode chunkLogic(RexCall call, List<RexNode> operands) {
        if (operands.size() <= MAX_OPERANDS) {
            return operands.size() == call.getOperands().size() ? call : call.clone(call.getType(), operands);
        }
        List<RexNode> chunks = new ArrayList<>();
        for (int from = 0; from < operands.size(); from += MAX_OPERANDS) {
            List<RexNode> chunk = operands.subList(from, Math.min(operands.size(), from + MAX_OPERANDS));
            chunks.add(chunk.size() == 1 ? chunk.get(0) : call.clone(call.getType(), chunk));
        }
        return chunkLogic(call, chunks);
    }

    // CASE a b c d ... e  becomes  CASE a b ELSE (CASE c d ... ELSE e), built from the end.
    private RexNode chunkCase(RexCall call) {
        List<RexNode> operands = call.getOperands();
        if (operands.size() <= MAX_CASE_OPERANDS) {
            return call;
        }
        RexNode rest = operands.get(operands.size() - 1);
        int branches = operands.size() / 2;
        for (int to = branches; to > 0; to -= MAX_OPERANDS) {
            List<RexNode> chunk = new ArrayList<>(operands.subList(2 * Math.max(0, to - MAX_OPERANDS), 2 * to));
            chunk.add(rest);
            rest = rexBuilder.makeCall(call.getType(), call.getOperator(), chunk);
        }
        return rest;
    }

    /** Chooses what gets a method of its own within an expression, and returns the weight of what remains. */
    int cut(RexNode node) {
        Integer known = weights.get(node);
        if (known != null) {
            return known;
        }
        int weight = 1;
        if (node instanceof RexFieldAccess access) {
            weight += cut(access.getReferenceExpr());
        } else if (node instanceof RexCall call) {
            weight = CALL_WEIGHT;
            for (RexNode operand : call.getOperands()) {
                weight += cut(operand);
            }
            if (weight > MAX_WEIGHT) {
                weight = cutOperands(call, weight);
            }
        }
        weights.put(node, weight);
        return weight;
    }

    private int cutOperands(RexCall call, int weight) {
        List<RexNode> heaviest = new ArrayList<>(call.getOperands());
        heaviest.sort(Comparator.comparingInt((RexNode operand) -> weights.getOrDefault(operand, 1))
                .reversed());
        int rest = weight;
        for (RexNode operand : heaviest) {
            int saved = weights.getOrDefault(operand, 1) - CALL_WEIGHT;
            if (rest <= MAX_WEIGHT || saved <= CALL_WEIGHT || !(operand instanceof RexCall)) {
                break;
            }
            cut.add(operand);
            rest -= saved;
        }
        return rest;
    }

    /** Whether an expression gets a method of its own. */
    boolean isCut(RexNode node) {
        return cut.contains(node);
    }
}
