package io.weir.benchmarks.flink;

import io.weir.benchmarks.result.ResultTotals;
import io.weir.benchmarks.result.RowHash;
import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.types.RowKind;

/** Counts and hashes rows; adds them to the totals when it is closed. */
record ResultSink(RowType row, List<Integer> hashedColumns, boolean isHashing) implements Sink<RowData> {
    private static final long serialVersionUID = 1;
    private static final long MICROS = 1000;

    @Override
    public SinkWriter<RowData> createWriter(WriterInitContext context) {
        return new Writer();
    }

    private final class Writer implements SinkWriter<RowData> {
        private long changes;
        private long netRows;
        private long netHash;

        @Override
        public void write(RowData written, Context context) {
            RowKind kind = written.getRowKind();
            int sign = kind == RowKind.INSERT || kind == RowKind.UPDATE_AFTER ? 1 : -1;
            changes++;
            netRows += sign;
            if (isHashing) {
                netHash += sign * hash(written);
            }
        }

        private long hash(RowData written) {
            long hash = RowHash.START;
            for (int field : hashedColumns) {
                hash = written.isNullAt(field) ? RowHash.addNull(hash) : add(hash, written, field);
            }
            return RowHash.finish(hash);
        }

        private long add(long hash, RowData written, int field) {
            LogicalType type = row.getTypeAt(field);
            switch (type.getTypeRoot()) {
                case BIGINT -> {
                    return RowHash.add(hash, written.getLong(field));
                }
                case INTEGER -> {
                    return RowHash.add(hash, (long) written.getInt(field));
                }
                case DOUBLE -> {
                    return RowHash.add(hash, written.getDouble(field));
                }
                case VARCHAR -> {
                    byte[] text = written.getString(field).toBytes();
                    return RowHash.add(hash, text, 0, text.length);
                }
                case DECIMAL -> {
                    DecimalType decimal = (DecimalType) type;
                    return RowHash.add(
                            hash,
                            written.getDecimal(field, decimal.getPrecision(), decimal.getScale())
                                    .toBigDecimal());
                }
                case TIMESTAMP_WITHOUT_TIME_ZONE -> {
                    TimestampData time = written.getTimestamp(field, ((TimestampType) type).getPrecision());
                    return RowHash.add(hash, time.getMillisecond() * MICROS + time.getNanoOfMillisecond() / MICROS);
                }
                default -> throw new IllegalStateException("results of type " + type + " are not hashed");
            }
        }

        @Override
        public void flush(boolean isEndOfInput) {}

        @Override
        public void close() {
            ResultTotals.add(changes, netRows, netHash);
        }
    }
}
