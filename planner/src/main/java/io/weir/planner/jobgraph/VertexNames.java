package io.weir.planner.jobgraph;

import io.weir.runtime.jobgraph.OperatorSpec;
import java.util.List;
import java.util.stream.Collectors;

/** Names of vertices, for people: the kinds of their operators, in order. */
final class VertexNames {
    private VertexNames() {}

    static String of(List<OperatorSpec> chain) {
        return chain.stream().map(operator -> kind(operator.describe())).collect(Collectors.joining(" -> "));
    }

    private static String kind(String describe) {
        int table = describe.indexOf("table=[");
        int bracket = describe.indexOf('(');
        String kind = bracket < 0 ? describe : describe.substring(0, bracket);
        return table == bracket + 1 && bracket >= 0
                ? kind + " " + describe.substring(table + "table=[".length(), describe.indexOf(']', table))
                : kind;
    }
}
