package io.weir.planner.physical;

import java.util.List;

/** The rows of one input that come too late for a step, as they came. */
public final class StreamLateRows extends StreamSideOutput {
    private final int input;

    private StreamLateRows(StreamRel step, int input) {
        super(
                List.of(step),
                step.input(input).rowType(),
                StreamTraits.of(
                        step.input(input).traits().changelog(), step.traits().bounded()));
        this.input = input;
    }

    static StreamLateRows of(StreamRel step, int input) {
        return new StreamLateRows(step, input);
    }

    /**
     * The side output for late rows of an input. Steps that have some begin a vertex, so that no other step has the
     * same.
     */
    public static int output(int input) {
        return input + 1;
    }

    @Override
    public int output() {
        return output(input);
    }

    @Override
    String meaning() {
        return "late rows of " + input;
    }

    @Override
    List<String> columnMeanings() {
        return input().input(input).columns();
    }

    @Override
    public String describe() {
        return "LateRows()";
    }

    @Override
    StreamRel withInputs(List<StreamRel> newInputs) {
        return new StreamLateRows(newInputs.get(0), input);
    }

    @Override
    public <R> R accept(StreamRelVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
