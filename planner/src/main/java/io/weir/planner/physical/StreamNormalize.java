package io.weir.planner.physical;

import io.weir.planner.catalog.TableDefinition;
import io.weir.spi.connector.ChangelogKind;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.util.ImmutableBitSet;

/** Makes a full changelog of upserts: keeps the last row of each key and withdraws it when the next one comes. */
public final class StreamNormalize extends StreamRel {
    private final List<Integer> keys;

    private StreamNormalize(StreamRel input, List<Integer> keys) {
        super(
                List.of(input),
                input.rowType(),
                input.traits().withChangelog(ChangelogKind.ALL).withKeys(List.of(ImmutableBitSet.of(keys))));
        this.keys = List.copyOf(keys);
    }

    static StreamNormalize of(StreamRel source, TableDefinition table) {
        if (table.primaryKey().isEmpty()) {
            throw new WeirException(
                            ErrorCode.VALIDATION_ERROR,
                            "table \"" + table.name() + "\" yields upserts, and has no primary key to tell them apart")
                    .withHint("Declare one: PRIMARY KEY (...) NOT ENFORCED.");
        }
        return new StreamNormalize(source, keyColumns(table, source.rowType()));
    }

    /** Indexes of the primary key's columns, ascending. */
    static List<Integer> keyColumns(TableDefinition table, RelDataType rowType) {
        List<Integer> columns = new ArrayList<>();
        for (String name : table.primaryKey()) {
            for (int i = 0; i < rowType.getFieldCount(); i++) {
                if (rowType.getFieldNames().get(i).equalsIgnoreCase(name)) {
                    columns.add(i);
                }
            }
        }
        return columns.stream().sorted().toList();
    }

    public List<Integer> keys() {
        return keys;
    }

    @Override
    String meaning() {
        return "keys " + input().columns(keys) + " rows " + input().columns();
    }

    @Override
    List<String> columnMeanings() {
        return input().columns();
    }

    @Override
    public String describe() {
        return "Normalize(key=[" + String.join(", ", names(keys)) + "])";
    }

    @Override
    StreamRel withInputs(List<StreamRel> newInputs) {
        return new StreamNormalize(newInputs.get(0), keys);
    }

    @Override
    public <R> R accept(StreamRelVisitor<R> visitor) {
        return visitor.visit(this);
    }

    @Override
    public Distribution distribution(int input) {
        return new Distribution.Hash(keys);
    }

    @Override
    public StateBound stateBound() {
        return StateBound.unbounded("one row per key [" + String.join(", ", names(keys)) + "]");
    }
}
