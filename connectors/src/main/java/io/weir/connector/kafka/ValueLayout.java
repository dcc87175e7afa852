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
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

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

    private static final class Decoder implements RecordDecoder {
        private final SourceContext context;
        private final Format.Decoder values;
        private final int firstMetadata;
        private final RecordMetadata metadata;
        private final BatchBuilder rows;
        private final Format.RowEnd end;
        private @Nullable ConsumerRecord<ByteBuffer, ByteBuffer> current;

        Decoder(
                SourceContext context,
                Format.Decoder values,
                int firstMetadata,
                RecordMetadata metadata,
                BatchBuilder rows) {
            this.context = context;
            this.values = values;
            this.firstMetadata = firstMetadata;
            this.metadata = metadata;
            this.rows = rows;
            this.end = metadata.types().isEmpty() ? Format.RowEnd.PLAIN : this::endRow;
        }

        @Override
        public void decode(ConsumerRecord<ByteBuffer, ByteBuffer> record, Refusal refusal) {
            ByteBuffer value = record.value();
            if (value == null) {
                context.count("numTombstonesSkipped", 1);
                return;
            }
            current = record;
            try {
                values.decode(value.array(), RecordBytes.from(value), RecordBytes.to(value), rows, end);
            } catch (MalformedRecordException e) {
                rows.abandonRow();
                refusal.refuse(record, value, String.valueOf(e.getMessage()));
            }
        }

        private void endRow(BatchBuilder built, byte kind) {
            metadata.append(requireNonNull(current, "no record"), built, firstMetadata);
            built.endRow(kind);
        }

        @Override
        public int rowCount() {
            return rows.rowCount();
        }

        @Override
        public Batch build() {
            current = null;
            return rows.build();
        }
    }
}
