package io.weir.runtime.state;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import io.weir.spi.storage.CheckpointManifest.KeyedSnapshot;
import io.weir.spi.storage.CheckpointStorage;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The canonical format of keyed state: files with a {@link Segment} each, named
 * {@code run-<sequence>-<index>-<first key group>-<last key group>}. Runs with a greater sequence number are newer. The
 * names let a restore leave out files without key groups of its own.
 */
public final class CanonicalFiles {
    public static final String FORMAT = "canonical";

    /** Key group of records about the tables; behind all real ones. */
    static final int CATALOG_KEY_GROUP = 0xFFFF;

    private static final Pattern NAME = Pattern.compile("run-(\\d{1,18})-(\\d{1,9})-(\\d{1,5})-(\\d{1,5})");

    private CanonicalFiles() {}

    static String name(long sequence, int index, Segment segment) {
        return "run-" + sequence + "-" + index + "-" + segment.firstKeyGroup() + "-" + segment.lastKeyGroup();
    }

    /** Writes all records as one run, a file at a time. Closes the cursor. */
    public static void write(RecordCursor records, StoreSnapshot.FileSink sink) {
        try (records) {
            Segment.Builder builder = new Segment.Builder(1 << 16);
            int index = 0;
            boolean hasNext = records.next();
            while (hasNext) {
                builder.add(records);
                hasNext = records.next();
                if (builder.bytes() >= SortedRun.SEGMENT_BYTES || !hasNext) {
                    Segment segment = builder.build();
                    sink.file(
                            name(1, index++, segment),
                            false,
                            () -> new ByteArrayInputStream(segment.data, 0, segment.length));
                    builder = new Segment.Builder(SortedRun.SEGMENT_BYTES / 8);
                }
            }
        }
    }

    /** Reads the runs of a snapshot, newest first, without files that have none of the key groups. */
    static List<SortedRun> read(KeyedSnapshot snapshot, KeyGroupRange keyGroups, CheckpointStorage storage) {
        Map<Long, TreeMap<Integer, Segment>> runs = new TreeMap<>(Comparator.reverseOrder());
        snapshot.files().forEach((name, file) -> {
            Matcher parts = NAME.matcher(name);
            if (!parts.matches()) {
                throw new WeirException(
                        ErrorCode.STORAGE_CORRUPT,
                        "snapshot of key groups " + snapshot.firstKeyGroup() + " to " + snapshot.lastKeyGroup()
                                + " has a file \"" + name + "\", which is no sorted run");
            }
            int last = Integer.parseInt(parts.group(4));
            if (last == CATALOG_KEY_GROUP
                    || (Integer.parseInt(parts.group(3)) <= keyGroups.last() && last >= keyGroups.first())) {
                Segment segment = Segment.parse(storage.read(file), file.path());
                runs.computeIfAbsent(Long.valueOf(parts.group(1)), ignored -> new TreeMap<>())
                        .put(Integer.valueOf(parts.group(2)), segment);
            }
        });
        List<SortedRun> newestFirst = new ArrayList<>();
        runs.forEach(
                (sequence, segments) -> newestFirst.add(new SortedRun(sequence, new ArrayList<>(segments.values()))));
        return newestFirst;
    }

    /** All records of a snapshot with key groups in a range, and those about the tables. */
    public static RecordCursor open(KeyedSnapshot snapshot, KeyGroupRange keyGroups, CheckpointStorage storage) {
        List<RecordCursor> cursors = new ArrayList<>();
        for (SortedRun run : read(snapshot, keyGroups, storage)) {
            cursors.add(run.cursor(new byte[0], null));
        }
        return cursors.isEmpty()
                ? EmptyCursor.INSTANCE
                : new KeyGroupCursor(new MergingCursor(cursors, false), keyGroups);
    }

    /**
     * All records of several snapshots of one operator. Closes them when it is closed.
     *
     * @throws WeirException (INCOMPATIBLE_STATE) on the way, if they do not agree about the tables
     */
    public static RecordCursor merged(List<RecordCursor> snapshots) {
        return Catalog.merged(snapshots);
    }
}
