package io.weir.connector.format.debezium;

import io.weir.connector.format.json.JsonOptions;
import io.weir.connector.format.json.JsonTypes;
import io.weir.spi.connector.ChangelogKind;
import io.weir.spi.connector.Format;
import io.weir.spi.connector.FormatFactory;
import io.weir.spi.connector.Option;
import io.weir.spi.connector.TableDescriptor;
import io.weir.spi.data.Schema;
import java.util.ArrayList;
import java.util.List;

/** Change events of a database, in JSON. */
public final class DebeziumFormatFactory implements FormatFactory {
    private static final JsonOptions.Keys KEYS = JsonOptions.Keys.of("debezium-json");
    private static final Option<Boolean> SCHEMA_INCLUDE = Option.bool(
            "debezium-json.schema-include",
            "false",
            "Whether events are wrapped with their schema, as 'value.converter.schemas.enable' does.");

    @Override
    public String name() {
        return "debezium-json";
    }

    @Override
    public String description() {
        return "Change events of a database as Debezium writes them, in JSON.";
    }

    @Override
    public List<Option<?>> options() {
        List<Option<?>> options = new ArrayList<>(KEYS.all());
        options.add(SCHEMA_INCLUDE);
        return options;
    }

    @Override
    public Format create(TableDescriptor table) {
        JsonTypes.check(table.physical());
        return new DebeziumFormat(
                table.physical(), KEYS.read(table.options()), table.options().get(SCHEMA_INCLUDE));
    }

    private record DebeziumFormat(Schema schema, JsonOptions options, boolean withSchema) implements Format {
        @Override
        public ChangelogKind changelog() {
            return ChangelogKind.ALL;
        }

        @Override
        public Decoder createDecoder(List<Integer> wanted) {
            return new DebeziumDecoder(schema, wanted, options, withSchema);
        }

        @Override
        public Encoder createEncoder() {
            return new DebeziumEncoder(schema, options);
        }

        @Override
        public boolean isLineBased() {
            return true;
        }
    }
}
