package io.weir.sql.parser;

import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlBetweenOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.parser.SqlParserUtil;
import org.apache.calcite.sql.parser.SqlParserUtil.ToTreeListItem;

/**
 * Builds the tree of a list {@code operand, operator, operand, ...} as the grammar collects it.
 *
 * <p>Calcite's own {@link SqlParserUtil#toTree} takes quadratic time for a long chain and makes of it a tree as deep as
 * the chain is long, on which every later step recurses: a filter of ten thousand OR terms, which programs do write,
 * would take seconds and then overflow the stack. Here:
 * <ol>
 *   <li>the list is cut at the loosest operator that binds it together: OR, else AND, else UNION;
 *   <li>the pieces are built each on its own, short pieces by Calcite;
 *   <li>chains of at most {@value #LEFT_DEEP_TERMS} terms lean to the left, as Calcite makes them; longer chains are
 *       halved until they are short. AND, OR, UNION and UNION ALL are associative, so the result is the same.
 * </ol>
 */
public final class OperatorChains {
    /** Up to here the usual shape is kept, because plans and printed statements then look as everybody expects. */
    private static final int LEFT_DEEP_TERMS = 64;

    private OperatorChains() {}

    /** @param list operands ({@link SqlNode}) and operators ({@link ToTreeListItem}); may be changed */
    public static SqlNode toTree(List<Object> list) {
        if (list.size() <= 3) {
            return reduce(list);
        }
        for (SqlOperator operator : List.of(SqlStdOperatorTable.OR, SqlStdOperatorTable.AND)) {
            List<Integer> cuts = cuts(list, operator);
            if (!cuts.isEmpty()) {
                return chain(list, cuts);
            }
        }
        List<Integer> cuts = setOperatorCuts(list);
        return cuts.size() > 1 ? setChain(list, cuts) : reduce(list);
    }

    /**
     * By Calcite, which knows precedences, but throws without a word of the place when an operator has nothing it could
     * apply to.
     */
    private static SqlNode reduce(List<Object> list) {
        List<Object> original = new ArrayList<>(list);
        try {
            return SqlParserUtil.toTree(list);
        } catch (UnsupportedOperationException e) {
            throw misplaced(original, String.valueOf(e.getMessage()));
        }
    }

    private static WeirException misplaced(List<Object> list, String reason) {
        List<ToTreeListItem> operators = list.stream()
                .filter(ToTreeListItem.class::isInstance)
                .map(ToTreeListItem.class::cast)
                .toList();
        ToTreeListItem culprit = operators.stream()
                .filter(item -> reason.endsWith(item.getOperator().getName()))
                .findFirst()
                .orElse(operators.get(0));
        return Grammar.at(
                culprit.getPos(),
                ParserMessages.misplacedOperator(culprit.getOperator().getName()));
    }

    /** Where the operator stands, but for the AND that belongs to a BETWEEN and whatever is between the two. */
    private static List<Integer> cuts(List<Object> list, SqlOperator operator) {
        List<Integer> cuts = new ArrayList<>();
        int openBetweens = 0;
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i) instanceof ToTreeListItem item) {
                if (item.getOperator() instanceof SqlBetweenOperator) {
                    openBetweens++;
                } else if (openBetweens > 0) {
                    openBetweens -= item.getOperator().equals(SqlStdOperatorTable.AND) ? 1 : 0;
                } else if (item.getOperator().equals(operator)) {
                    cuts.add(i);
                }
            }
        }
        return cuts;
    }

    private static SqlNode chain(List<Object> list, List<Integer> cuts) {
        ToTreeListItem operator = (ToTreeListItem) list.get(cuts.get(0));
        List<SqlNode> terms = new ArrayList<>();
        int start = 0;
        for (int cut : cuts) {
            terms.add(toTree(new ArrayList<>(list.subList(start, cut))));
            start = cut + 1;
        }
        terms.add(toTree(new ArrayList<>(list.subList(start, list.size()))));
        return join(operator.getOperator(), terms);
    }

    /** The operators UNION and EXCEPT; INTERSECT binds tighter. */
    private static List<Integer> setOperatorCuts(List<Object> list) {
        List<Integer> cuts = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i) instanceof ToTreeListItem item
                    && (item.getOperator().getKind() == SqlKind.UNION
                            || item.getOperator().getKind() == SqlKind.EXCEPT)) {
                cuts.add(i);
            }
        }
        return cuts;
    }

    /**
     * From left to right; a run of the same UNION becomes one chain, since {@code (a UNION b) UNION c} is
     * {@code a UNION (b UNION c)}.
     */
    private static SqlNode setChain(List<Object> list, List<Integer> cuts) {
        SqlNode result = reduce(new ArrayList<>(list.subList(0, cuts.get(0))));
        int next = 0;
        while (next < cuts.size()) {
            SqlOperator operator = ((ToTreeListItem) list.get(cuts.get(next))).getOperator();
            List<SqlNode> terms = new ArrayList<>();
            terms.add(result);
            do {
                int end = next + 1 < cuts.size() ? cuts.get(next + 1) : list.size();
                terms.add(reduce(new ArrayList<>(list.subList(cuts.get(next) + 1, end))));
                next++;
            } while (operator.getKind() == SqlKind.UNION
                    && next < cuts.size()
                    && ((ToTreeListItem) list.get(cuts.get(next))).getOperator().equals(operator));
            result = join(operator, terms);
        }
        return result;
    }

    private static SqlNode join(SqlOperator operator, List<SqlNode> terms) {
        List<SqlNode> flat = new ArrayList<>();
        for (SqlNode term : terms) {
            flatten(operator, term, flat);
        }
        // Without parentheses around parts of the chain there is nothing to flatten, and a short chain keeps its shape.
        return flat.size() <= LEFT_DEEP_TERMS
                ? leftDeep(operator, terms, 0, terms.size())
                : balanced(operator, flat, 0, flat.size());
    }

    // Recursion is bounded: a short chain is at most 64 deep, a long one is balanced, and parentheses have a limit.
    private static void flatten(SqlOperator operator, SqlNode node, List<SqlNode> flat) {
        if (operator.getKind() != SqlKind.EXCEPT
                && node instanceof SqlCall call
                && call.getOperator().equals(operator)) {
            for (SqlNode operand : call.getOperandList()) {
                flatten(operator, operand, flat);
            }
        } else {
            flat.add(node);
        }
    }

    private static SqlNode balanced(SqlOperator operator, List<SqlNode> terms, int from, int to) {
        if (to - from <= LEFT_DEEP_TERMS) {
            return leftDeep(operator, terms, from, to);
        }
        int middle = (from + to) >>> 1;
        return call(operator, balanced(operator, terms, from, middle), balanced(operator, terms, middle, to));
    }

    private static SqlNode leftDeep(SqlOperator operator, List<SqlNode> terms, int from, int to) {
        SqlNode result = terms.get(from);
        for (int i = from + 1; i < to; i++) {
            result = call(operator, result, terms.get(i));
        }
        return result;
    }

    private static SqlNode call(SqlOperator operator, SqlNode left, SqlNode right) {
        SqlParserPos position = left.getParserPosition().plus(right.getParserPosition());
        return operator.createCall(position, left, right);
    }
}
