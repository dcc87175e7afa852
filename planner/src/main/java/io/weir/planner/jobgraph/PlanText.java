package io.weir.planner.jobgraph;

import io.weir.planner.PlannerOptions;
import io.weir.planner.physical.Distribution;
import io.weir.planner.physical.StateBound;
import io.weir.planner.physical.StreamPlan;
import io.weir.planner.physical.StreamRel;
import io.weir.planner.physical.StreamTraits;
import io.weir.planner.physical.StreamUnion;
import io.weir.runtime.jobgraph.Edge;
import io.weir.runtime.jobgraph.JobGraph;
import io.weir.runtime.jobgraph.OperatorSpec;
import io.weir.runtime.jobgraph.Partitioning;
import io.weir.runtime.jobgraph.Vertex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/** Plans as text, for EXPLAIN: a step a line, inputs below and indented. */
public final class PlanText {
    private final StringBuilder text = new StringBuilder();
    private final Map<StreamRel, Integer> uses = new IdentityHashMap<>();
    private final Map<StreamRel, Integer> numbers = new IdentityHashMap<>();

    private final LocalPhases phases;

    private PlanText(LocalPhases phases) {
        this.phases = phases;
    }

    /** The physical plan: for each step its changelog, its keys, its event time, and what bounds its state. */
    public static String physical(StreamPlan plan, PlannerOptions options) {
        PlanText text = new PlanText(LocalPhases.of(plan, options));
        plan.steps().forEach(step -> step.inputs().forEach(input -> text.uses.merge(input, 1, Integer::sum)));
        plan.sinks().forEach(sink -> text.step(sink, null, 0, 0));
        return text.text.toString().stripTrailing();
    }

    private void step(StreamRel step, @Nullable StreamRel reader, int input, int depth) {
        int inner = depth;
        if (reader != null && !(reader instanceof StreamUnion)) {
            String exchange = exchange(reader, input);
            if (!exchange.isEmpty()) {
                line(inner++, exchange);
            }
            if (phases.has(reader)) {
                line(inner++, LocalPhases.describe(reader));
            }
        }
        Integer number = numbers.get(step);
        if (number != null) {
            line(inner, "(the same as #" + number + ")");
            return;
        }
        String mark = "";
        if (uses.getOrDefault(step, 0) > 1) {
            numbers.put(step, numbers.size() + 1);
            mark = "#" + numbers.size() + " ";
        }
        line(inner, mark + step.describe() + "  " + properties(step));
        for (int i = 0; i < step.inputs().size(); i++) {
            step(step.input(i), step, i, inner + 1);
        }
    }

    private static String exchange(StreamRel reader, int input) {
        Distribution distribution = reader.distribution(input);
        if (distribution instanceof Distribution.Hash hash) {
            List<String> names = reader.input(input).rowType().getFieldNames();
            return "Exchange(hash=["
                    + String.join(", ", hash.columns().stream().map(names::get).toList()) + "])";
        }
        return distribution instanceof Distribution.Single ? "Exchange(single)" : "";
    }

    private void line(int depth, String line) {
        text.append("  ".repeat(depth)).append(line).append('\n');
    }

    private String properties(StreamRel step) {
        StreamTraits traits = step.traits();
        List<String> names = step.rowType().getFieldNames();
        List<String> properties = new ArrayList<>();
        properties.add(
                switch (traits.changelog()) {
                    case INSERT_ONLY -> "inserts";
                    case UPSERT -> "upserts";
                    case ALL -> "changes";
                });
        for (ImmutableBitSet key : traits.keys()) {
            properties.add(
                    key.isEmpty()
                            ? "one row"
                            : "key ["
                                    + String.join(
                                            ", ",
                                            key.asList().stream()
                                                    .map(names::get)
                                                    .toList()) + "]");
        }
        if (!traits.rowtime().isEmpty()) {
            properties.add("event time ["
                    + String.join(
                            ", ",
                            traits.rowtime().asList().stream().map(names::get).toList()) + "]");
        }
        StateBound bound = step.stateBound();
        if (!bound.text().isEmpty()) {
            properties.add("state: " + bound.text());
        }
        return "{" + String.join(", ", properties) + "}";
    }

    /**
     * A sentence for each step whose state grows for ever: not of inputs that end, nor where a time to live is set and
     * holds.
     */
    public static List<String> warnings(StreamPlan plan, PlannerOptions options) {
        List<String> warnings = new ArrayList<>();
        for (StreamRel step : plan.steps()) {
            StateBound bound = step.stateBound();
            boolean expires =
                    bound.hasTimeToLive() && !options.stateTimeToLive().isZero();
            if (!bound.isBounded() && !expires && !step.traits().bounded()) {
                warnings.add("nothing bounds the state of " + step.describe() + ": it keeps " + bound.text() + ". "
                        + remedy(bound));
            }
        }
        return warnings;
    }

    private static String remedy(StateBound bound) {
        if (!bound.hasTimeToLive()) {
            return "It is as large as the number of such keys and rows.";
        }
        String option = "'" + PlannerOptions.STATE_TTL.key() + "'";
        return bound.remedy().isEmpty() ? option + " would." : bound.remedy() + ", or " + option + ", would.";
    }

    /** The job graph: vertices with their operators, and the edges that lead to them. */
    public static String jobGraph(JobGraph graph) {
        StringBuilder text = new StringBuilder();
        Map<String, Integer> numbers = new HashMap<>();
        for (Vertex vertex : graph.vertices()) {
            numbers.put(vertex.id(), numbers.size() + 1);
            text.append("Vertex ").append(numbers.get(vertex.id())).append(": ").append(vertex.name());
            text.append("  {parallelism ").append(vertex.parallelism()).append("}\n");
            for (Edge edge : graph.inputsOf(vertex.id())) {
                text.append("  from vertex ").append(numbers.get(edge.from()));
                text.append(edge.output() == 0 ? "" : ", side output " + edge.output());
                text.append(edge.input() > 0 ? " to input " + edge.input() : "");
                text.append(", ").append(partitioning(edge.partitioning())).append('\n');
            }
            for (OperatorSpec operator : vertex.chain()) {
                text.append("  ").append(operator.describe()).append('\n');
            }
        }
        return text.toString().stripTrailing();
    }

    private static String partitioning(Partitioning partitioning) {
        if (partitioning instanceof Partitioning.Hash hash) {
            return "hash by columns " + hash.columns();
        }
        return partitioning.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }
}
