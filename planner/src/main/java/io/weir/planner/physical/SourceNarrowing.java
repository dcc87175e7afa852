package io.weir.planner.physical;

import static java.util.Objects.requireNonNull;

import io.weir.spi.connector.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * The last pass over a plan: each source yields only the columns that somebody in the whole plan reads. Last, because a
 * source that several queries of a job share is read once, and so yields what any of them wants.
 */
final class SourceNarrowing {
    private final RexBuilder rexBuilder;
    private final Map<StreamSource, ImmutableBitSet> used = new IdentityHashMap<>();
    private final Map<StreamSource, List<StreamRel>> readers = new IdentityHashMap<>();
    private final Map<StreamSource, Map<Integer, Integer>> targets = new IdentityHashMap<>();
    private final Map<StreamRel, StreamRel> done = new IdentityHashMap<>();

    private SourceNarrowing(RexBuilder rexBuilder) {
        this.rexBuilder = rexBuilder;
    }

    static <T extends StreamRel> List<T> narrow(List<T> roots, RexBuilder rexBuilder) {
        SourceNarrowing pass = new SourceNarrowing(rexBuilder);
        Map<StreamRel, Boolean> seen = new IdentityHashMap<>();
        roots.forEach(root -> pass.collect(root, seen));
        List<T> narrowed = new ArrayList<>();
        for (T root : roots) {
            @SuppressWarnings("unchecked") // a rewritten step is of the same class
            T rewritten = (T) pass.rewrite(root);
            narrowed.add(rewritten);
        }
        return narrowed;
    }

    private void collect(StreamRel step, Map<StreamRel, Boolean> seen) {
        if (seen.putIfAbsent(step, true) != null) {
            return;
        }
        for (StreamRel input : step.inputs()) {
            if (input instanceof StreamSource source) {
                used.merge(source, wanted(step, source), ImmutableBitSet::union);
                readers.computeIfAbsent(source, read -> new ArrayList<>()).add(step);
            }
            collect(input, seen);
        }
    }

    /** The columns of a source that a step reads. */
    private static ImmutableBitSet wanted(StreamRel step, StreamSource source) {
        if (step instanceof StreamCalc calc) {
            return calc.used();
        }
        return step instanceof StreamBadRecords
                ? ImmutableBitSet.of()
                : ImmutableBitSet.range(source.rowType().getFieldCount());
    }

    private StreamRel rewrite(StreamRel step) {
        StreamRel known = done.get(step);
        if (known != null) {
            return known;
        }
        StreamRel result;
        if (step instanceof StreamSource source) {
            result = restricted(source, narrowed(source));
        } else if (step.inputs().isEmpty()) {
            result = step;
        } else {
            List<StreamRel> inputs = new ArrayList<>();
            step.inputs().forEach(input -> inputs.add(rewrite(input)));
            Map<Integer, Integer> moved = step instanceof StreamCalc && step.input() instanceof StreamSource source
                    ? targets.get(source)
                    : null;
            if (moved != null) {
                result = ((StreamCalc) step).remap(inputs.get(0), moved);
            } else {
                result = inputs.equals(step.inputs()) ? step : step.withInputs(inputs);
            }
        }
        done.put(step, result);
        return result;
    }

    /** A source whose one reader wants rows with certain values only need not give the others. */
    private StreamRel restricted(StreamSource source, StreamSource narrowed) {
        List<StreamRel> all = readers.getOrDefault(source, List.of());
        RexNode condition = all.size() == 1 && all.get(0) instanceof StreamCalc calc ? calc.condition() : null;
        if (condition == null || !source.traits().bounded()) {
            return narrowed;
        }
        Map<Integer, Object> values = new HashMap<>();
        ColumnValues.of(condition, source)
                .forEach((column, value) -> values.put(source.wanted().get(column), value));
        Optional<Source> restricted =
                values.isEmpty() ? Optional.empty() : narrowed.source().withValues(values);
        return restricted.map(narrowed::withSource).orElse(narrowed);
    }

    private StreamSource narrowed(StreamSource source) {
        ImmutableBitSet wanted =
                used.getOrDefault(source, ImmutableBitSet.range(source.rowType().getFieldCount()));
        RexNode watermark = source.watermark();
        if (watermark != null) {
            wanted = wanted.union(RelOptUtil.InputFinder.bits(watermark));
        }
        int physicalCount = source.table().physicalColumns().size();
        List<Integer> physical = wanted.asList().stream()
                .map(source.wanted()::get)
                .filter(column -> column < physicalCount)
                .toList();
        if (physical.size() == physicalCount) {
            return source;
        }
        Optional<Source> narrow = source.source().withColumns(physical);
        if (narrow.isEmpty()) {
            return source;
        }
        Map<Integer, Integer> moved = new LinkedHashMap<>();
        RelDataTypeFactory.Builder rowType = rexBuilder.getTypeFactory().builder();
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < source.rowType().getFieldCount(); i++) {
            // Metadata columns come as before, wanted or not.
            boolean isKept = source.wanted().get(i) >= physicalCount || wanted.get(i);
            if (isKept) {
                moved.put(i, kept.size());
                kept.add(source.wanted().get(i));
                rowType.add(source.rowType().getFieldList().get(i));
            }
        }
        targets.put(source, new HashMap<>(moved));
        MovedColumns columns = new MovedColumns(moved);
        StreamTraits traits = source.traits();
        return new StreamSource(
                source.table(),
                narrow.get(),
                kept,
                watermark == null ? null : columns.expression(watermark),
                rexBuilder,
                rowType.build(),
                new StreamTraits(
                        traits.changelog(),
                        traits.bounded(),
                        columns.keys(traits.keys()),
                        columns.set(traits.rowtime()),
                        null));
    }

    /** Where the columns of a source are once it is narrowed, by where they were; those that are gone are missing. */
    private record MovedColumns(Map<Integer, Integer> moved) {
        /** An expression whose columns are all there. */
        RexNode expression(RexNode before) {
            return before.accept(new RexShuttle() {
                @Override
                public RexNode visitInputRef(RexInputRef ref) {
                    return new RexInputRef(requireNonNull(moved.get(ref.getIndex())), ref.getType());
                }
            });
        }

        /** Those that are still there. */
        ImmutableBitSet set(ImmutableBitSet before) {
            return ImmutableBitSet.of(before.asList().stream()
                    .filter(moved::containsKey)
                    .map(moved::get)
                    .toList());
        }

        /** Those keys of which no column is gone. */
        List<ImmutableBitSet> keys(List<ImmutableBitSet> before) {
            return before.stream()
                    .filter(key -> moved.keySet().containsAll(key.asList()))
                    .map(this::set)
                    .toList();
        }
    }
}
