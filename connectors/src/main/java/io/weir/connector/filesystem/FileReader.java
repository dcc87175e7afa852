package io.weir.connector.filesystem;

import io.weir.connector.filesystem.FileLocation.FoundFile;
import io.weir.spi.connector.Format;
import io.weir.spi.connector.Format.MalformedRecordException;
import io.weir.spi.connector.MetadataColumn;
import io.weir.spi.connector.SourceContext;
import io.weir.spi.connector.SourceReader;
import io.weir.spi.connector.SplitBatch;
import io.weir.spi.connector.SplitPosition;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.DataType;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Reads the splits of one subtask, one after the other. Everything is on the worker but {@link ChunkFetcher} and
 * {@link #scan}.
 */
final class FileReader implements SourceReader {
    private final FileSource source;
    private final SourceContext context;
    private final Format.Decoder decoder;
    private final BatchBuilder rows;
    private final ChunkFetcher fetcher;

    private final List<FileSplit> splits = new ArrayList<>();
    /** Ids of all splits known, those of other subtasks too. */
    private final Set<String> known = new HashSet<>();

    private final Set<String> knownFiles = new HashSet<>();

    private final Queue<FileSplit> discovered = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scanning = new AtomicBoolean();
    private long nextScanMillis;

    /** Written by one scan after the other. */
    private volatile boolean wasThere;

    private @Nullable Chunk chunk;
    private int chunkPosition;

    FileReader(FileSource source, SourceContext context, List<SplitPosition> restored) {
        this.source = source;
        this.context = context;
        this.decoder = source.format().createDecoder(source.wanted());
        List<DataType> types = new ArrayList<>(source.wanted().stream()
                .map(source.table().physical().types()::get)
                .toList());
        source.table().metadata().forEach(column -> types.add(column.type()));
        this.rows = new BatchBuilder(types);
        this.fetcher = new ChunkFetcher(
                context, source.location().policy(), source.format().headerLineCount());
        restore(restored);
        // What is watched may come later; otherwise, no rows would look like an empty table.
        wasThere = source.isBounded() || !restored.isEmpty();
        if (source.isBounded()) {
            source.location().validate();
        }
        list().forEach(this::addNew);
        scheduleScan();
    }

    /**
     * All files. Once the root was there it has to stay: no files would look as if nothing had been added, for as long
     * as a disk is not mounted.
     */
    private List<FoundFile> list() {
        List<FoundFile> found = source.location().list();
        boolean isThere = source.location().isThere();
        if (wasThere && !isThere) {
            throw new WeirException(
                            ErrorCode.CONNECTOR_UNREACHABLE,
                            "path \"" + source.location().root() + "\" was there and is gone")
                    .withHint("Mount or make it again: what was read from it is not read twice.");
        }
        wasThere |= isThere;
        return found;
    }

    private void restore(List<SplitPosition> restored) {
        Map<String, FileSplit> byId = new HashMap<>();
        for (SplitPosition position : restored) {
            FileSplit split = FileSplit.read(position);
            byId.put(split.id(), split);
        }
        // Another subtask may have known a file that this one had not listed yet: then only its ranges are in the
        // checkpoint.
        for (FileSplit split : List.copyOf(byId.values())) {
            split.siblings().forEach(sibling -> byId.putIfAbsent(sibling.id(), sibling));
        }
        byId.values().stream().sorted(Comparator.comparing(FileSplit::id)).forEach(this::add);
    }

    private void addNew(FoundFile file) {
        // A file that is known stays cut as it was, even if it has grown or the split size is another now.
        if (!knownFiles.contains(file.path().toString())) {
            FileSplit.of(file, source.splitSize()).forEach(this::add);
        }
    }

    private void add(FileSplit split) {
        knownFiles.add(split.path().toString());
        if (known.add(split.id()) && context.owns(split.id())) {
            splits.add(split);
            if (!split.finished()) {
                fetcher.add(splits.size() - 1, split);
            }
        }
    }

    @Override
    public @Nullable SplitBatch poll(int maxRows) {
        takeDiscovered();
        while (true) {
            if (chunk == null) {
                chunk = fetcher.poll();
                chunkPosition = 0;
                if (chunk == null) {
                    return null;
                }
            }
            int split = chunk.split();
            decode(chunk, Math.max(1, maxRows));
            if (!rows.isEmpty()) {
                return new SplitBatch(split, rows.build());
            }
        }
    }

    private void takeDiscovered() {
        for (FileSplit split = discovered.poll(); split != null; split = discovered.poll()) {
            add(split);
        }
        if (source.monitorInterval().isPresent() && context.currentTimeMillis() >= nextScanMillis) {
            if (scanning.compareAndSet(false, true)) {
                Set<String> files = Set.copyOf(knownFiles);
                context.io().execute(() -> scan(files));
            }
            scheduleScan();
        }
    }

    private void scheduleScan() {
        source.monitorInterval().ifPresent(interval -> {
            long delayMillis = Math.max(1, interval.toMillis());
            nextScanMillis = context.currentTimeMillis() + delayMillis;
            context.wakeUpAfterMillis(delayMillis);
        });
    }

    /** Looks for files that are not known. On an I/O thread. */
    private void scan(Set<String> except) {
        try {
            for (FoundFile file : list()) {
                if (!except.contains(file.path().toString())) {
                    discovered.addAll(FileSplit.of(file, source.splitSize()));
                }
            }
        } catch (RuntimeException | Error e) {
            context.fail(e);
        } finally {
            scanning.set(false);
            context.wakeUp();
        }
    }

    /** Decodes lines of a chunk until there are enough rows, and moves the split's position behind them. */
    private void decode(Chunk lines, int maxRows) {
        FileSplit split = splits.get(lines.split());
        if (lines.tooLong() > 0) {
            splits.set(lines.split(), split.at(lines.offset() + lines.tooLong(), lines.last()));
            chunk = null;
            context.badRecords()
                    .report(
                            place(split, lines.offset()),
                            lines.data(),
                            0,
                            lines.length(),
                            "wanted a line of at most " + ChunkReader.MAX_LINE_BYTES + " bytes, found one of "
                                    + lines.tooLong());
            return;
        }
        byte[] data = lines.data();
        int position = chunkPosition;
        Format.RowEnd rowEnd = rowEnd(split);
        while (position < lines.length() && rows.rowCount() < maxRows) {
            int end = position;
            while (end < lines.length() && data[end] != '\n') {
                end++;
            }
            int textEnd = end > position && data[end - 1] == '\r' ? end - 1 : end;
            decodeLine(split, data, position, textEnd, lines.offset() + position, rowEnd);
            position = Math.min(end + 1, lines.length());
        }
        chunkPosition = position;
        boolean chunkDone = position == lines.length();
        splits.set(lines.split(), split.at(lines.offset() + position, chunkDone && lines.last()));
        if (chunkDone) {
            chunk = null;
        }
    }

    private void decodeLine(FileSplit split, byte[] data, int from, int to, long offset, Format.RowEnd rowEnd) {
        try {
            decoder.decode(data, from, to, rows, rowEnd);
        } catch (MalformedRecordException e) {
            rows.abandonRow();
            context.badRecords().report(place(split, offset), data, from, to, String.valueOf(e.getMessage()));
        }
    }

    private static String place(FileSplit split, long offset) {
        return "file \"" + split.path() + "\" byte " + offset;
    }

    private Format.RowEnd rowEnd(FileSplit split) {
        List<MetadataColumn> metadata = source.table().metadata();
        if (metadata.isEmpty()) {
            return Format.RowEnd.PLAIN;
        }
        int first = source.wanted().size();
        return (builder, kind) -> {
            FileMetadata.add(metadata, split, builder, first);
            builder.endRow(kind);
        };
    }

    @Override
    public int splitCount() {
        return splits.size();
    }

    @Override
    public String splitId(int split) {
        return splits.get(split).id();
    }

    @Override
    public boolean isSplitFinished(int split) {
        return splits.get(split).finished();
    }

    @Override
    public boolean isFinished() {
        return source.isBounded() && splits.stream().allMatch(FileSplit::finished);
    }

    @Override
    public List<SplitPosition> snapshot(long checkpointId) {
        return splits.stream().map(FileSplit::position).toList();
    }

    @Override
    public void close() {
        fetcher.close();
    }
}
