package io.weir.planner.physical;

import static java.util.Objects.requireNonNull;

import io.weir.planner.expression.TypeMapping;
import io.weir.planner.physical.StreamTraits.WindowColumns;
import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * A filter and a projection: drops the rows for which the condition is not true, then computes the columns of the
 * others.
 */
public final class StreamCalc extends StreamRel {
    private final List<RexNode> projects;
    private final @Nullable RexNode condition;
    private final RexBuilder rexBuilder;

    private StreamCalc(
            StreamRel input,
            List<RexNode> projects,
            @Nullable RexNode condition,
            RelDataType rowType,
            RexBuilder rexBuilder,
            StreamTraits traits) {
        super(List.of(input), rowType, traits);
        this.projects = List.copyOf(projects);
        this.condition = condition;
        this.rexBuilder = rexBuilder;
    }

    /**
     * A calc over any input; two on top of each other become one, if that computes nothing twice.
     *
     * @param projects over the input's columns; their types are those of the row type but for nullability
     */
    static StreamCalc of(
            StreamRel input,
            List<? extends RexNode> projects,
            @Nullable RexNode condition,
            RelDataType rowType,
            RexBuilder rexBuilder) {
        StreamTraits traits = traits(input.traits(), projects);
        if (input instanceof StreamCalc below && below.canBeInlined(projects, condition)) {
            RexShuttle inline = below.inline();
            List<RexNode> merged = new ArrayList<>();
            projects.forEach(project -> merged.add(project.accept(inline)));
            RexNode upper = condition == null ? null : condition.accept(inline);
            RexNode both = RexUtil.composeConjunction(rexBuilder, Arrays.asList(below.condition, upper), true);
            return new StreamCalc(below.input(), merged, both, rowType, rexBuilder, traits);
        }
        return new StreamCalc(input, List.copyOf(projects), condition, rowType, rexBuilder, traits);
    }

    /** A calc that only drops rows. */
    static StreamCalc filter(StreamRel input, RexNode condition, RexBuilder rexBuilder) {
        return of(input, rexBuilder.identityProjects(input.rowType()), condition, input.rowType(), rexBuilder);
    }

    /** A calc that only chooses columns. */
    static StreamCalc select(StreamRel input, List<Integer> columns, RexBuilder rexBuilder) {
        List<RexNode> projects = new ArrayList<>();
        var rowType = rexBuilder.getTypeFactory().builder();
        for (int column : columns) {
            projects.add(RexInputRef.of(column, input.rowType()));
            rowType.add(input.rowType().getFieldList().get(column));
        }
        return of(input, projects, null, rowType.uniquify().build(), rexBuilder);
    }

    StreamCalc withTraits(StreamTraits traits) {
        return new StreamCalc(input(), projects, condition, rowType(), rexBuilder, traits);
    }

    public List<RexNode> projects() {
        return projects;
    }

    /** Null if all rows are kept. */
    public @Nullable RexNode condition() {
        return condition;
    }

    /** Whether it changes nothing, names of columns left aside. */
    boolean isIdentity() {
        return condition == null && RexUtil.isIdentity(projects, input().rowType());
    }

    private boolean canBeInlined(List<? extends RexNode> upperProjects, @Nullable RexNode upperCondition) {
        Map<Integer, Integer> uses = new HashMap<>();
        List<RexNode> upper = new ArrayList<>(upperProjects);
        if (upperCondition != null) {
            upper.add(upperCondition);
        }
        for (RexNode node : upper) {
            node.accept(new RexShuttle() {
                @Override
                public RexNode visitInputRef(RexInputRef ref) {
                    uses.merge(ref.getIndex(), 1, Integer::sum);
                    return ref;
                }
            });
        }
        for (int i = 0; i < projects.size(); i++) {
            RexNode project = projects.get(i);
            int count = uses.getOrDefault(i, 0);
            boolean isFree = project instanceof RexInputRef || project instanceof RexLiteral;
            if (count > 0 && !RexUtil.isDeterministic(project)) {
                return false; // A second call would give another value; a call moved behind a filter fewer.
            }
            if (count > 1 && !isFree) {
                return false;
            }
        }
        return condition == null || RexUtil.isDeterministic(condition);
    }

    private RexShuttle inline() {
        return new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef ref) {
                RexNode project = projects.get(ref.getIndex());
                return project.getType().equals(ref.getType())
                        ? project
                        : rexBuilder.makeAbstractCast(ref.getType(), project, false);
            }
        };
    }

    private static StreamTraits traits(StreamTraits input, List<? extends RexNode> projects) {
        Map<Integer, Integer> targets = new HashMap<>();
        ImmutableBitSet.Builder rowtime = ImmutableBitSet.builder();
        for (int i = 0; i < projects.size(); i++) {
            int source = sourceColumn(projects.get(i));
            if (source >= 0) {
                targets.putIfAbsent(source, i);
                if (input.rowtime().get(source)) {
                    rowtime.set(i);
                }
            }
        }
        List<ImmutableBitSet> keys = new ArrayList<>();
        for (ImmutableBitSet key : input.keys()) {
            if (targets.keySet().containsAll(key.asList())) {
                keys.add(ImmutableBitSet.of(
                        key.asList().stream().map(targets::get).toList()));
            }
        }
        WindowColumns window = input.window();
        if (window != null) {
            WindowColumns moved = new WindowColumns(
                    targets.getOrDefault(window.start(), -1),
                    targets.getOrDefault(window.end(), -1),
                    targets.getOrDefault(window.time(), -1),
                    window.endSuffices(),
                    window.startSuffices());
            window = moved.start() < 0 && moved.end() < 0 ? null : moved;
        }
        return new StreamTraits(input.changelog(), input.bounded(), keys, rowtime.build(), window);
    }

    /**
     * The input column that an expression hands on unchanged, or -1. A cast of a time to more digits changes nothing.
     */
    static int sourceColumn(RexNode project) {
        if (project instanceof RexInputRef ref) {
            return ref.getIndex();
        }
        if (project instanceof RexCall call
                && call.getKind() == SqlKind.CAST
                && call.getOperands().get(0) instanceof RexInputRef ref) {
            DataType from = TypeMapping.toDataType(ref.getType());
            DataType to = TypeMapping.toDataType(call.getType());
            boolean isTime = from.kind() == TypeKind.TIMESTAMP || from.kind() == TypeKind.TIMESTAMP_LTZ;
            boolean isWider = isTime && from.kind() == to.kind() && to.precision() >= from.precision();
            return isWider || from.withNullable(true).equals(to.withNullable(true)) ? ref.getIndex() : -1;
        }
        return -1;
    }

    /** Columns of the input that it reads. */
    ImmutableBitSet used() {
        return RelOptUtil.InputFinder.bits(projects, condition);
    }

    /** The same calc on an input whose columns stand elsewhere. */
    StreamCalc remap(StreamRel newInput, Map<Integer, Integer> targets) {
        RexShuttle shuttle = new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef ref) {
                return new RexInputRef(requireNonNull(targets.get(ref.getIndex())), ref.getType());
            }
        };
        RexNode newCondition = condition == null ? null : condition.accept(shuttle);
        List<RexNode> newProjects =
                projects.stream().map(project -> project.accept(shuttle)).toList();
        return new StreamCalc(newInput, newProjects, newCondition, rowType(), rexBuilder, traits());
    }

    @Override
    String meaning() {
        List<String> names = input().columns();
        RexNode where = condition;
        return "select " + columns() + " where " + (where == null ? "" : RexText.meaning(where, rexBuilder, names));
    }

    @Override
    List<String> columnMeanings() {
        List<String> names = input().columns();
        return projects.stream()
                .map(project -> project instanceof RexInputRef ref
                        ? names.get(ref.getIndex())
                        : Meaning.ofColumn(RexText.meaning(project, rexBuilder, names)))
                .toList();
    }

    @Override
    public String describe() {
        List<String> names = input().rowType().getFieldNames();
        List<String> outputs = new ArrayList<>();
        for (int i = 0; i < projects.size(); i++) {
            String text = RexText.describe(projects.get(i), rexBuilder, names);
            String name = rowType().getFieldNames().get(i);
            outputs.add(text.equals(name) ? name : text + " AS " + name);
        }
        RexNode where = condition;
        return "Calc(select=[" + String.join(", ", outputs) + "]"
                + (where == null ? "" : ", where=[" + RexText.describe(where, rexBuilder, names) + "]") + ")";
    }

    @Override
    StreamRel withInputs(List<StreamRel> newInputs) {
        return new StreamCalc(newInputs.get(0), projects, condition, rowType(), rexBuilder, traits());
    }

    @Override
    public <R> R accept(StreamRelVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
