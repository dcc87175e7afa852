package io.weir.connector.kafka;

import static java.util.Objects.requireNonNull;

import io.weir.spi.connector.ChangelogKind;
import io.weir.spi.connector.Format;
import io.weir.spi.connector.Format.MalformedRecordException;
import io.weir.spi.connector.SourceContext;
import io.weir.spi.connector.TableDescriptor;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The value of a record is the row; keys are not looked at, and none are written. */
record ValueLayout(TableDescriptor table, Format format) implements RecordLayout {
    private static final int FIRST_BYTES = 4096;

    ValueLayout {
        requireNonNull(table, "table is null");
        requireNonNull(format, "format is null");
    }

    /** What the format can say. Of one row an insertion and a withdrawal may stand in different partitions. */
    @Override
    public ChangelogKind written() {
        return format.changelog();
    }

    @Override
    public RecordDecoder createDecoder(SourceContext context, List<Integer> wanted, RecordMetadata metadata) {
        List<DataType> types = new ArrayList<>();
        wanted.forEach(column -> types.add(table.physical().types().get(column)));
        types.addAll(metadata.types());
        return new Decoder(context, format.createDecoder(wanted), wanted.size(), metadata, new BatchBuilder(types));
    }

    @Override
    public RecordEncoder createEncoder() {
        Format.Encoder encoder = format.createEncoder();
        Format.ByteBuffer buffer = new Format.ByteBuffer(FIRST_BYTES);
        return (batch, output) -> {
            for (int row = 0; row < batch.rowCount(); row++) {
                buffer.reset();
                encoder.encode(batch, row, buffer);
                output.record(null, Arrays.copyOf(buffer.array(), buffer.size()));
            }
        };
    }

    private record Decoder(
            SourceContext context, Format.Decoder values, int firstMetadata, RecordMetadata metadata, BatchBuilder rows)
            implements RecordDecoder {
        @Override
        public void decode(ConsumerRecord<byte[], byte[]> record, Refusal refusal) {
            byte[] value = record.value();
            if (value == null) {
                context.count("numTombstonesSkipped", 1);
                return;
            }
            try {
                values.decode(value, 0, value.length, rows, (built, kind) -> {
                    metadata.append(record, built, firstMetadata);
                    built.endRow(kind);
                });
            } catch (MalformedRecordException e) {
                rows.abandonRow();
                refusal.refuse(record, value, String.valueOf(e.getMessage()));
            }
        }

        @Override
        public int rowCount() {
            return rows.rowCount();
        }

        @Override
        public Batch build() {
            return rows.build();
        }
    }
}
