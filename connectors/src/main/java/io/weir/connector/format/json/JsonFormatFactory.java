package io.weir.connector.format.json;

import io.weir.spi.connector.ChangelogKind;
import io.weir.spi.connector.Format;
import io.weir.spi.connector.FormatFactory;
import io.weir.spi.connector.Option;
import io.weir.spi.connector.TableDescriptor;
import io.weir.spi.data.Schema;
import java.util.List;

/** One JSON object per record. */
public final class JsonFormatFactory implements FormatFactory {
    private static final JsonOptions.Keys KEYS = JsonOptions.Keys.of("json");

    @Override
    public String name() {
        return "json";
    }

    @Override
    public String description() {
        return "One JSON object per record, one field per column.";
    }

    @Override
    public List<Option<?>> options() {
        return KEYS.all();
    }

    @Override
    public Format create(TableDescriptor table) {
        JsonTypes.check(table.physical());
        return new JsonFormat(table.physical(), KEYS.read(table.options()));
    }

    private record JsonFormat(Schema schema, JsonOptions options) implements Format {
        @Override
        public ChangelogKind changelog() {
            return ChangelogKind.INSERT_ONLY;
        }

        @Override
        public Decoder createDecoder(List<Integer> wanted) {
            return new JsonRowDecoder(schema, wanted, options);
        }

        @Override
        public Encoder createEncoder() {
            return new JsonRowEncoder(schema, options);
        }

        @Override
        public boolean isLineBased() {
            return true;
        }
    }
}
