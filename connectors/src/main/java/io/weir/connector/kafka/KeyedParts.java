package io.weir.connector.kafka;

import io.weir.connector.kafka.KafkaOptions.ValueFields;
import io.weir.spi.connector.Options;
import io.weir.spi.connector.TableDescriptor;
import io.weir.spi.data.Field;
import io.weir.spi.data.Schema;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which columns stand in the key of a record and which in its value.
 *
 * @param key indexes of physical columns: the primary key, in the order in which it is declared
 * @param value indexes of physical columns, ascending: all, or all but the key's
 * @param keyPrefix what the names of the key's columns begin with in the table and not in the key; may be empty
 */
record KeyedParts(List<Integer> key, List<Integer> value, String keyPrefix) {
    KeyedParts {
        key = List.copyOf(key);
        value = List.copyOf(value);
    }

    /** @throws WeirException if there is no primary key, or the options do not fit it */
    static KeyedParts of(TableDescriptor table) {
        List<Integer> key = table.primaryKey();
        if (key.isEmpty()) {
            throw new WeirException(
                            ErrorCode.VALIDATION_ERROR,
                            "table \"" + table.name()
                                    + "\" wants a primary key: connector 'upsert-kafka' writes and reads changes by it")
                    .withHint("Declare one: PRIMARY KEY (...) NOT ENFORCED.");
        }
        Options options = table.options();
        boolean hasKeyInValue = options.get(KafkaOptions.VALUE_FIELDS) == ValueFields.ALL;
        String prefix = options.get(KafkaOptions.KEY_PREFIX);
        checkPrefix(table.physical(), key, prefix, hasKeyInValue);
        List<Integer> value = IntStream.range(0, table.physical().size())
                .filter(column -> hasKeyInValue || !key.contains(column))
                .boxed()
                .toList();
        return new KeyedParts(key, value, prefix);
    }

    private static void checkPrefix(Schema schema, List<Integer> key, String prefix, boolean hasKeyInValue) {
        if (!prefix.isEmpty() && hasKeyInValue) {
            throw new WeirException(
                            ErrorCode.OPTION_VALUE,
                            "option 'key.fields-prefix' wants the option 'value.fields-include' = 'EXCEPT_KEY'")
                    .withDetail("A column that stands in key and value would have two names.");
        }
        for (int column : key) {
            String name = schema.names().get(column);
            if (!name.startsWith(prefix) || name.length() == prefix.length()) {
                throw new WeirException(
                        ErrorCode.OPTION_VALUE,
                        "column \"" + name + "\" of the primary key does not begin with '" + prefix
                                + "', as option 'key.fields-prefix' wants");
            }
        }
    }

    TableDescriptor keyPart(TableDescriptor table) {
        return part(table, key, keyPrefix.length());
    }

    TableDescriptor valuePart(TableDescriptor table) {
        return part(table, value, 0);
    }

    private static TableDescriptor part(TableDescriptor table, List<Integer> columns, int prefixLength) {
        List<Field> fields = new ArrayList<>();
        for (int column : columns) {
            Field field = table.physical().fields().get(column);
            fields.add(new Field(field.name().substring(prefixLength), field.type()));
        }
        return new TableDescriptor(table.name(), new Schema(fields), List.of(), List.of(), table.options());
    }
}
