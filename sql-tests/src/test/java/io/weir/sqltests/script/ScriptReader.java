package io.weir.sqltests.script;

import io.weir.spi.connector.SourceContext;
import io.weir.spi.connector.SourceReader;
import io.weir.spi.connector.SplitBatch;
import io.weir.spi.connector.SplitPosition;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the splits of a {@link ScriptTable} that one subtask owns. The position is the index of the next entry. */
final class ScriptReader implements SourceReader {
    private static final byte VERSION = 1;

    private final ScriptSource source;
    private final List<Integer> owned = new ArrayList<>();
    private final int[] positions;
    private final List<DataType> types = new ArrayList<>();
    private int next;

    ScriptReader(ScriptSource source, SourceContext context, List<SplitPosition> restored) {
        this.source = source;
        positions = new int[source.log().splitCount()];
        for (SplitPosition position : restored) {
            ByteBuffer bytes = ByteBuffer.wrap(position.position());
            if (bytes.get() != VERSION) {
                throw new IllegalStateException("unknown version of " + position.splitId());
            }
            positions[Integer.parseInt(position.splitId())] = bytes.getInt();
        }
        for (int split = 0; split < positions.length; split++) {
            if (context.owns(Integer.toString(split))) {
                owned.add(split);
            }
        }
        source.wanted().forEach(column -> types.add(source.log().types().get(column)));
        types.add(DataType.of(TypeKind.BIGINT));
        source.log().subscribe(context::wakeUp);
    }

    @Override
    public @Nullable SplitBatch poll(int maxRows) {
        for (int i = 0; i < owned.size(); i++) {
            int split = (next + i) % owned.size();
            if (!isSplitAtEnd(split)) {
                next = (split + 1) % owned.size();
                return read(split, source.sizes().next(maxRows));
            }
        }
        return null;
    }

    private boolean isSplitAtEnd(int split) {
        int index = owned.get(split);
        return positions[index] >= source.log().split(index).size();
    }

    private SplitBatch read(int split, int maxRows) {
        int index = owned.get(split);
        List<ScriptTable.Entry> entries = source.log().split(index);
        BatchBuilder builder = new BatchBuilder(types);
        Class<?> form = entries.get(positions[index]).getClass();
        while (positions[index] < entries.size()
                && builder.rowCount() < maxRows
                && entries.get(positions[index]).getClass() == form) {
            add(entries.get(positions[index]), builder);
            positions[index]++;
        }
        return new SplitBatch(split, builder.build());
    }

    private void add(ScriptTable.Entry entry, BatchBuilder builder) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < source.wanted().size(); i++) {
            values.add(
                    entry instanceof ScriptTable.Time
                            ? placeholder(types.get(i))
                            : entry.values().get(source.wanted().get(i)));
        }
        if (entry instanceof ScriptTable.Time time) {
            values.add(time.micros());
        } else {
            values.add(entry instanceof ScriptTable.Seen ? ScriptSource.BY_EXPRESSION : null);
        }
        builder.addRow(types, entry.kind(), values);
    }

    /** Some value for columns that cannot be NULL; nobody looks at it. */
    private static @Nullable Object placeholder(DataType type) {
        return switch (type.kind()) {
            case BOOLEAN -> false;
            case TINYINT, SMALLINT, INTEGER, DATE, INTERVAL_YEAR_MONTH -> 0;
            case BIGINT, TIME, TIMESTAMP, TIMESTAMP_LTZ, INTERVAL_DAY_TIME -> 0L;
            case REAL, DOUBLE -> 0.0;
            case DECIMAL -> BigDecimal.ZERO.setScale(type.scale());
            case CHAR, VARCHAR -> "";
            case BINARY, VARBINARY -> new byte[0];
            case ARRAY -> List.of();
            case MAP -> Map.of();
            case ROW -> Collections.nCopies(type.children().size(), null);
            case NULL -> null;
        };
    }

    @Override
    public int splitCount() {
        return owned.size();
    }

    @Override
    public String splitId(int split) {
        return Integer.toString(owned.get(split));
    }

    @Override
    public boolean isSplitFinished(int split) {
        return source.isBounded() && source.log().isClosed() && isSplitAtEnd(split);
    }

    @Override
    public boolean isFinished() {
        for (int split = 0; split < owned.size(); split++) {
            if (!isSplitFinished(split)) {
                return false;
            }
        }
        return source.isBounded() && source.log().isClosed();
    }

    @Override
    public List<SplitPosition> snapshot(long checkpointId) {
        List<SplitPosition> snapshot = new ArrayList<>();
        for (int index : owned) {
            byte[] bytes =
                    ByteBuffer.allocate(5).put(VERSION).putInt(positions[index]).array();
            snapshot.add(new SplitPosition(Integer.toString(index), bytes));
        }
        return snapshot;
    }

    @Override
    public void close() {
        // The log is the test's.
    }
}
