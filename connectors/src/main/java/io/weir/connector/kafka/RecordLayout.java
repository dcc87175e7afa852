package io.weir.connector.kafka;

import io.weir.spi.connector.ChangelogKind;
import io.weir.spi.connector.SourceContext;
import java.util.List;

/** How the rows of a table stand in the records of a topic. Immutable; coders are made for each reader and writer. */
sealed interface RecordLayout permits ValueLayout, KeyedLayout {
    /** The row kinds that can be written. */
    ChangelogKind written();

    /** @param wanted ascending indexes of physical columns; rows have these, and behind them the metadata columns */
    RecordDecoder createDecoder(SourceContext context, List<Integer> wanted, RecordMetadata metadata);

    RecordEncoder createEncoder();
}
