package io.weir.runtime.operator.match;

import static java.util.Objects.requireNonNull;

import io.weir.runtime.operator.calc.ColumnExpression;
import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyedState;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BooleanColumn;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of all variables over the rows of one partition. One that depends on a row and its neighbours alone is
 * computed for all rows at once, when it is asked for first; another each time that a thread comes to it. Where it has no
 * value for some row (a division by zero), it is computed row by row, so that only a row that is really tried fails.
 */
final class MatchConditions implements MatchSearch.Conditions {
    private final List<Optional<MatchExpression<ColumnExpression>>> specs;
    private final List<@Nullable MatchValues> values = new ArrayList<>();
    private final List<@Nullable ColumnExpression> evaluators = new ArrayList<>();
    /** By variable, the rows for which a local condition is true; null until it is asked for. */
    private final boolean[] @Nullable [] holds;

    /** Local conditions that have no value for some row. */
    private final boolean[] areRowByRow;

    private int from;
    private int to;
    private int[] buffer = new int[64];

    MatchConditions(MatchFactory spec, KeyedState state) {
        this.specs = spec.conditions();
        this.holds = new boolean[specs.size()][];
        this.areRowByRow = new boolean[specs.size()];
        for (int variable = 0; variable < specs.size(); variable++) {
            MatchExpression<ColumnExpression> condition = specs.get(variable).orElse(null);
            values.add(
                    condition == null
                            ? null
                            : new MatchValues(
                                    "condition" + variable + "-",
                                    condition.values(),
                                    spec.variables(),
                                    spec.keys(),
                                    spec.keyTypes(),
                                    state));
            evaluators.add(condition == null ? null : condition.evaluator().get());
        }
    }

    /** Whether none looks at what other rows were matched to. */
    boolean areLocal() {
        return specs.stream().flatMap(Optional::stream).allMatch(MatchExpression::isLocal);
    }

    /** The rows of a partition, of which those from {@code first} on are tried from now on. */
    void begin(Batch partition, int first, KeyBatch key) {
        from = first;
        to = partition.rowCount();
        for (int variable = 0; variable < holds.length; variable++) {
            holds[variable] = null;
            areRowByRow[variable] = false;
            MatchValues taken = values.get(variable);
            if (taken != null) {
                taken.begin(partition, key);
            }
        }
    }

    @Override
    public boolean test(int variable, int row, MatchedRows matched, int node, int start) {
        MatchExpression<ColumnExpression> condition = specs.get(variable).orElse(null);
        if (condition == null) {
            return true;
        }
        if (condition.isLocal()) {
            return testLocal(variable, row);
        }
        int length = row - start + 1;
        if (buffer.length < length) {
            buffer = new int[2 * length];
        }
        matched.copy(node, length - 1, buffer);
        buffer[length - 1] = variable;
        taken(variable).takeLast(start, buffer, length, 0);
        return evaluate(variable)[0];
    }

    private boolean testLocal(int variable, int row) {
        boolean[] known = holds[variable];
        if (known != null) {
            return known[row - from];
        }
        if (!areRowByRow[variable]) {
            try {
                boolean[] all = evaluate(variable, from, to);
                holds[variable] = all;
                return all[row - from];
            } catch (WeirException e) {
                // Of a row that no thread may come to: the one that does gets the error below.
                areRowByRow[variable] = true;
            }
        }
        return evaluate(variable, row, row + 1)[0];
    }

    private MatchValues taken(int variable) {
        return requireNonNull(values.get(variable), "variable has no condition");
    }

    private boolean[] evaluate(int variable, int fromRow, int toRow) {
        for (int row = fromRow; row < toRow; row++) {
            taken(variable).takeLocal(row);
        }
        return evaluate(variable);
    }

    /** Whether the condition is true, for each time that values were taken. */
    private boolean[] evaluate(int variable) {
        Batch batch = taken(variable).build();
        BooleanColumn column = (BooleanColumn) requireNonNull(evaluators.get(variable), "variable has no condition")
                .evaluate(batch);
        boolean[] results = new boolean[batch.rowCount()];
        for (int i = 0; i < results.length; i++) {
            results[i] = !column.isNull(i) && column.values()[i];
        }
        return results;
    }
}
