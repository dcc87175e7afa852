package io.weir.connector.format.avro;

import io.weir.spi.connector.ChangelogKind;
import io.weir.spi.connector.Format;
import io.weir.spi.connector.FormatFactory;
import io.weir.spi.connector.Option;
import io.weir.spi.connector.TableDescriptor;
import io.weir.spi.data.Batch;
import io.weir.spi.data.DataType;
import io.weir.spi.data.Field;
import io.weir.spi.data.Schema;
import io.weir.spi.data.TypeKind;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.List;

/** One datum in Avro's binary encoding per record. */
public final class AvroFormatFactory implements FormatFactory {
    private static final Option<Boolean> LEGACY_TIMESTAMPS = Option.bool(
            "avro.timestamp_mapping.legacy",
            "true",
            "Known for compatibility: it changes the names in the schema, not the bytes.");

    @Override
    public String name() {
        return "avro";
    }

    @Override
    public String description() {
        return "One datum in Avro's binary encoding per record, of the schema that the columns give.";
    }

    @Override
    public List<Option<?>> options() {
        return List.of(LEGACY_TIMESTAMPS);
    }

    @Override
    public Format create(TableDescriptor table) {
        table.options().get(LEGACY_TIMESTAMPS);
        for (Field field : table.physical().fields()) {
            check(field.name(), field.type());
        }
        return new AvroFormat(table.physical());
    }

    private static void check(String column, DataType type) {
        boolean fits = switch (type.kind()) {
            case INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME, NULL -> false;
            case MAP -> type.children().get(0).isText();
            // An empty row takes no bytes: an array of them could announce any number of items.
            case ROW -> !type.children().isEmpty();
            default -> true;
        };
        if (!fits) {
            String hint = type.kind() == TypeKind.MAP ? "; keys of maps are texts" : "";
            throw new WeirException(
                    ErrorCode.TYPE_MISMATCH,
                    "column \"" + column + "\" has a type that format 'avro' does not hold, " + type + hint);
        }
        type.children().forEach(child -> check(column, child));
    }

    private record AvroFormat(Schema schema) implements Format {
        @Override
        public ChangelogKind changelog() {
            return ChangelogKind.INSERT_ONLY;
        }

        @Override
        public Decoder createDecoder(List<Integer> wanted) {
            return new AvroDecoder(schema, wanted);
        }

        @Override
        public Encoder createEncoder() {
            List<AvroCodec> codecs = schema.types().stream().map(AvroCodecs::of).toList();
            return (Batch batch, int row, ByteBuffer out) -> {
                for (int i = 0; i < codecs.size(); i++) {
                    codecs.get(i).write(batch.column(i), batch.position(row), out);
                }
            };
        }

        @Override
        public boolean isLineBased() {
            return false;
        }
    }
}
