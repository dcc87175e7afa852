package io.weir.planner.logical;

import io.weir.planner.expression.WeirOperatorTable;
import io.weir.planner.validate.WindowTableFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalTableFunctionScan;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql2rel.RelFieldTrimmer;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.ImmutableBitSet;
import org.apache.calcite.util.mapping.IntPair;
import org.apache.calcite.util.mapping.Mapping;
import org.apache.calcite.util.mapping.MappingType;
import org.apache.calcite.util.mapping.Mappings;

/**
 * Takes away the columns that nobody reads, from the top down to the scans. Calcite's trimmer stops at table functions;
 * this one goes on through windows, so that the source of a windowed aggregate decodes only what the aggregate needs, and
 * through the left side of look-up joins.
 */
public final class ColumnTrimmer extends RelFieldTrimmer {
    private final Set<String> windowColumns;

    /** @param windowColumns columns of windowed tables that stay although the query does not read them */
    ColumnTrimmer(RelBuilder builder, Set<String> windowColumns) {
        super(null, builder);
        this.windowColumns = windowColumns;
    }

    /**
     * Called by reflection, as the methods of the superclass are.
     *
     * <pre>
     * Window(a, b, ts | start, end, time)  used: b, start      Window(b, ts | start, end, time)
     *   Scan(a, b, ts)                                    ->     Project(b, ts)
     *                                                              Scan(a, b, ts)
     * </pre>
     */
    @Override
    public TrimResult trimFields(
            LogicalTableFunctionScan scan, ImmutableBitSet fieldsUsed, Set<RelDataTypeField> extraFields) {
        boolean isWindow = scan.getCall() instanceof RexCall call && call.getOperator() instanceof WindowTableFunction;
        if (!isWindow || scan.getInputs().size() != 1) {
            return super.trimFields(scan, fieldsUsed, extraFields);
        }
        RelNode input = scan.getInput(0);
        int inputCount = input.getRowType().getFieldCount();
        ImmutableBitSet wanted = fieldsUsed
                .intersect(ImmutableBitSet.range(inputCount))
                .union(RelOptUtil.InputFinder.bits(scan.getCall()))
                .union(wanted(input.getRowType()));
        TrimResult trimmed = trimChild(scan, input, wanted, Set.of());
        RelNode newInput = trimmed.left;
        Mapping inputMapping = trimmed.right;
        int newInputCount = newInput.getRowType().getFieldCount();

        int added = scan.getRowType().getFieldCount() - inputCount;
        Mapping mapping = Mappings.create(MappingType.INVERSE_SURJECTION, inputCount + added, newInputCount + added);
        for (IntPair pair : inputMapping) {
            mapping.set(pair.source, pair.target);
        }
        RelDataTypeFactory.Builder rowType = scan.getCluster().getTypeFactory().builder();
        List<RelDataTypeField> fields = new ArrayList<>(newInput.getRowType().getFieldList());
        for (int i = 0; i < added; i++) {
            fields.add(scan.getRowType().getFieldList().get(inputCount + i));
            mapping.set(inputCount + i, newInputCount + i);
        }
        fields.forEach(field -> rowType.add(field.getName(), field.getType()));
        RexNode call = scan.getCall().accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef ref) {
                return new RexInputRef(inputMapping.getTarget(ref.getIndex()), ref.getType());
            }
        });
        RelDataType newRowType = rowType.uniquify().build();
        RelNode window = LogicalTableFunctionScan.create(
                scan.getCluster(),
                List.of(newInput),
                call,
                scan.getElementType(),
                newRowType,
                scan.getColumnMappings());
        return result(window, mapping);
    }

    private ImmutableBitSet wanted(RelDataType rowType) {
        return ImmutableBitSet.of(rowType.getFieldList().stream()
                .filter(field -> windowColumns.contains(field.getName()))
                .map(RelDataTypeField::getIndex)
                .toList());
    }

    /**
     * Called by reflection. The right side stays: what is found there has all columns of the table anyway. Nobody reads
     * the column with the processing time, which is the time of the look-up. Joins with versions in event time stay as
     * well, since their state holds rows of the left side, and is told by its columns.
     */
    public TrimResult trimFields(TemporalJoin join, ImmutableBitSet fieldsUsed, Set<RelDataTypeField> extraFields) {
        int time = join.timeColumn();
        boolean isLookup =
                time == TemporalJoin.PROCESSING_TIME || (time >= 0 && isProcessingTime(join.getLeft(), time));
        if (!isLookup) {
            return super.trimFields((RelNode) join, fieldsUsed, extraFields);
        }
        int leftCount = join.getLeft().getRowType().getFieldCount();
        int rightCount = join.getRight().getRowType().getFieldCount();
        ImmutableBitSet wanted = fieldsUsed
                .union(RelOptUtil.InputFinder.bits(join.condition()))
                .intersect(ImmutableBitSet.range(leftCount));
        TrimResult left = trimChild(join, join.getLeft(), wanted, Set.of());
        int newLeftCount = left.left.getRowType().getFieldCount();
        Mapping mapping =
                Mappings.create(MappingType.INVERSE_SURJECTION, leftCount + rightCount, newLeftCount + rightCount);
        for (IntPair pair : left.right) {
            mapping.set(pair.source, pair.target);
        }
        for (int i = 0; i < rightCount; i++) {
            mapping.set(leftCount + i, newLeftCount + i);
        }
        RexNode condition = RexUtil.apply(mapping, join.condition());
        return result(
                new TemporalJoin(left.left, join.getRight(), join.joinType(), condition, TemporalJoin.PROCESSING_TIME),
                mapping);
    }

    /** Whether a column is PROCTIME(), handed on unchanged. */
    private static boolean isProcessingTime(RelNode rel, int column) {
        if (rel instanceof Filter filter) {
            return isProcessingTime(filter.getInput(), column);
        }
        if (!(rel instanceof Project project)) {
            return false;
        }
        RexNode expression = RexUtil.removeCast(project.getProjects().get(column));
        if (expression instanceof RexInputRef ref) {
            return isProcessingTime(project.getInput(), ref.getIndex());
        }
        return expression instanceof RexCall call && call.getOperator().equals(WeirOperatorTable.PROCTIME);
    }
}
