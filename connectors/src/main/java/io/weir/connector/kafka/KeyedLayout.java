package io.weir.connector.kafka;

import static java.util.Objects.requireNonNull;

import io.weir.spi.connector.ChangelogKind;
import io.weir.spi.connector.Format;
import io.weir.spi.connector.SourceContext;
import io.weir.spi.connector.TableDescriptor;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.List;

/**
 * The key of a record is the primary key of a row, its value the row; a record without value (a tombstone) deletes the
 * row. What a record says holds until the next one with the same key, as with Kafka's log compaction.
 */
record KeyedLayout(TableDescriptor table, KeyedParts parts, Format keyFormat, Format valueFormat)
        implements RecordLayout {
    KeyedLayout {
        requireNonNull(table, "table is null");
        checkPlain("key.format", keyFormat);
        checkPlain("value.format", valueFormat);
    }

    private static void checkPlain(String option, Format format) {
        if (format.changelog() != ChangelogKind.INSERT_ONLY) {
            throw new WeirException(
                            ErrorCode.OPTION_VALUE,
                            "option '" + option + "' names a format whose records are changes by themselves")
                    .withDetail("With connector 'upsert-kafka' the key and a missing value say what changes.")
                    .withHint("Take a format of rows, such as 'json', or the connector 'kafka'.");
        }
    }

    @Override
    public ChangelogKind written() {
        return ChangelogKind.UPSERT;
    }

    @Override
    public RecordDecoder createDecoder(SourceContext context, List<Integer> wanted, RecordMetadata metadata) {
        return new KeyedDecoder(this, wanted, metadata);
    }

    @Override
    public RecordEncoder createEncoder() {
        return new KeyedEncoder(this);
    }
}
