package io.weir.connector.filesystem;

import io.weir.spi.connector.Format;
import io.weir.spi.connector.Source;
import io.weir.spi.connector.SourceContext;
import io.weir.spi.connector.SourceReader;
import io.weir.spi.connector.SplitPosition;
import io.weir.spi.connector.TableDescriptor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads the lines of files. */
record FileSource(
        TableDescriptor table,
        Format format,
        FileLocation location,
        Optional<Duration> monitorInterval,
        long splitSize,
        List<Integer> wanted)
        implements Source {

    @Override
    public boolean isBounded() {
        return monitorInterval.isEmpty();
    }

    @Override
    public void validate() {
        location.validate();
    }

    @Override
    public Optional<Source> withColumns(List<Integer> wantedColumns) {
        return Optional.of(new FileSource(table, format, location, monitorInterval, splitSize, wantedColumns));
    }

    @Override
    public SourceReader createReader(SourceContext context, List<SplitPosition> restored) {
        return new FileReader(this, context, restored);
    }
}
