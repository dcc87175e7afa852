package io.weir.runtime.testing;

import io.weir.runtime.operator.aggregate.AggregateFunctions;
import io.weir.runtime.operator.aggregate.LocalAggregateFactory;
import io.weir.spi.data.DataType;
import java.util.ArrayList;
import java.util.List;

/** The first phase of an aggregation in front of a harness with the second: rows go in, and on by either way. */
public final class FirstPhase implements AutoCloseable {
    private static final int ROWS = 0;
    private static final int GROUPS = 1;

    private final OperatorHarness first;
    private final int output;

    public FirstPhase(LocalAggregateFactory factory, List<DataType> rowTypes) {
        output = factory.output();
        first = OperatorHarness.of(factory)
                .input(rowTypes.toArray(DataType[]::new))
                .output(rowTypes.toArray(DataType[]::new))
                .side(output, groupTypes(factory))
                .open();
    }

    /** The columns of what goes to input 1 of the second phase. */
    public static DataType[] groupTypes(LocalAggregateFactory factory) {
        List<DataType> types = new ArrayList<>(factory.keyTypes());
        if (factory.slices().isPresent()) {
            types.add(Types.TIMESTAMP);
        }
        int slots = AggregateFunctions.inSlots(factory.calls()).slots();
        for (int i = 0; i < slots; i++) {
            types.add(Types.BIGINT);
        }
        return types.toArray(DataType[]::new);
    }

    /**
     * Sends rows through both phases.
     *
     * @return how many rows went to the second one, as they were or combined
     */
    public int process(OperatorHarness second, String... rows) {
        first.process(0, rows);
        List<String> passed = first.rows();
        List<String> combined = first.side(output);
        if (!passed.isEmpty()) {
            second.process(ROWS, passed.toArray(String[]::new));
        }
        if (!combined.isEmpty()) {
            second.process(GROUPS, combined.toArray(String[]::new));
        }
        return passed.size() + combined.size();
    }

    @Override
    public void close() {
        first.close();
    }
}
