package io.weir.planner.physical;

import static java.util.Objects.requireNonNull;

import io.weir.planner.catalog.TableDefinition;
import io.weir.spi.connector.LookupTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * Each left row with the rows that a table outside has for its key when it is processed. Columns: those of the left
 * side, then the table's.
 */
public final class StreamLookupJoin extends StreamRel {
    private final boolean isOuter;
    private final Target target;
    private final List<Integer> leftKeys;
    private final @Nullable RexNode residual;
    private final RexBuilder rexBuilder;

    /**
     * What is looked up.
     *
     * @param definition the table
     * @param table finds its rows
     * @param rowType its physical columns
     * @param keys those by which it is looked up
     */
    record Target(TableDefinition definition, LookupTable table, RelDataType rowType, List<Integer> keys) {
        Target {
            requireNonNull(definition, "definition is null");
            requireNonNull(table, "table is null");
            keys = List.copyOf(keys);
        }

        List<String> names(List<Integer> columns) {
            return columns.stream()
                    .map(column -> rowType.getFieldNames().get(column))
                    .toList();
        }
    }

    /**
     * @param isOuter whether left rows for which nothing is found come out, with NULLs
     * @param leftKeys columns with the keys, in the types of the table's
     * @param residual over left columns, then the table's
     */
    StreamLookupJoin(
            StreamRel left,
            Target target,
            boolean isOuter,
            List<Integer> leftKeys,
            @Nullable RexNode residual,
            RelDataType rowType,
            RexBuilder rexBuilder) {
        super(
                List.of(left),
                rowType,
                // How many rows are found is for the table outside to say, so no key of the left side stays one.
                StreamTraits.of(left.traits().changelog(), left.traits().bounded())
                        .withRowtime(left.traits().rowtime()));
        this.isOuter = isOuter;
        this.target = target;
        this.leftKeys = List.copyOf(leftKeys);
        this.residual = residual;
        this.rexBuilder = rexBuilder;
    }

    public boolean isOuter() {
        return isOuter;
    }

    public String tableName() {
        return target.definition().name();
    }

    public LookupTable table() {
        return target.table();
    }

    /** The physical columns of the table. */
    public RelDataType tableType() {
        return target.rowType();
    }

    public List<Integer> leftKeys() {
        return leftKeys;
    }

    public List<Integer> rightKeys() {
        return target.keys();
    }

    public @Nullable RexNode residual() {
        return residual;
    }

    private List<String> tableColumns() {
        return target.rowType().getFieldNames().stream()
                .map(name -> "lookup " + target.definition().name() + "." + name)
                .toList();
    }

    @Override
    String meaning() {
        RexNode rest = residual;
        return (isOuter ? "LEFT" : "INNER") + " lookup " + target.definition().name() + " by "
                + target.names(target.keys()) + " = " + input().columns(leftKeys) + " rows " + input().columns()
                + (rest == null ? "" : " if " + RexText.meaning(rest, rexBuilder, columnMeanings()));
    }

    @Override
    List<String> columnMeanings() {
        List<String> columns = new ArrayList<>(input().columns());
        columns.addAll(tableColumns());
        return columns;
    }

    @Override
    public String describe() {
        List<String> leftNames = input().names(leftKeys);
        List<String> rightNames = target.names(target.keys());
        List<String> on = IntStream.range(0, leftNames.size())
                .mapToObj(i -> leftNames.get(i) + " = " + rightNames.get(i))
                .toList();
        RexNode rest = residual;
        return "LookupJoin(type=[" + (isOuter ? "LEFT" : "INNER") + "], table=["
                + target.definition().name() + "], on=[" + String.join(" AND ", on) + "]"
                + (rest == null
                        ? ""
                        : ", where=["
                                + RexText.describe(rest, rexBuilder, rowType().getFieldNames()) + "]")
                + ")";
    }

    @Override
    StreamRel withInputs(List<StreamRel> newInputs) {
        return new StreamLookupJoin(newInputs.get(0), target, isOuter, leftKeys, residual, rowType(), rexBuilder);
    }

    @Override
    public <R> R accept(StreamRelVisitor<R> visitor) {
        return visitor.visit(this);
    }

    @Override
    public StateBound stateBound() {
        return StateBound.bounded("the batches whose look-ups are under way, and a cache as the table's options say");
    }
}
