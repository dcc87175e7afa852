package io.weir.runtime.operator.match;

import static io.weir.spi.Checks.checkState;

import io.weir.runtime.element.Watermark;
import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.Output;
import io.weir.runtime.operator.rows.OrderedPartitions;
import io.weir.runtime.operator.rows.PendingResults;
import io.weir.runtime.state.KeyBatch;
import io.weir.runtime.state.KeyCodec;
import io.weir.runtime.state.KeyedTable;
import io.weir.runtime.state.TableSpec;
import io.weir.spi.data.Batch;
import io.weir.spi.data.LongColumn;
import org.jspecify.annotations.Nullable;

/**
 * Finds matches in rows in order of event time. A row is held until the watermark has passed its time; then the search
 * goes on from the first row that may still begin a match.
 *
 * <p>State: that of {@link OrderedPartitions}: of the rows that were searched those from the one on at which the search
 * stands, with as many before it as PREV reaches; timers also for the time at which no row can come any more that
 * belongs to the match under way; {@code progress}, by partition, how many rows are kept before the search, and how many
 * matches there were. A search that has to wait keeps nothing: it is made again from its first row, so that what is kept
 * does not depend on how far it got. With a time to live, a partition that no row waits in and none has come for in so
 * long is forgotten, a match under way too: the next row is its first.
 */
final class MatchOperator implements Operator, OrderedPartitions.Owner {
    private static final int CHUNK_KEYS = 256;
    private static final int PIECE_ROWS = 4096;

    /** Rows that are kept before the one at which the search stands. */
    private static final int ROWS_BEFORE = 0;

    private static final int MATCHES = 1;
    /** The watermark up to which the partition was searched, sign flipped; 0: never. */
    private static final int SEARCHED_UP_TO = 2;
    /** Whether rows of the partition were forgotten, so that the first of those kept is not its first. */
    private static final int HAS_FORGOTTEN = 3;
    /** How many rows, from the one on at which the search stands, belong to a match that was found. */
    private static final int COVERED = 4;

    private static final int SLOTS = 3;
    private static final int MORE_SLOTS = 5;

    private final MatchFactory spec;
    private final OrderedPartitions partitions;
    private final MatchPartition partition;
    private final KeyedTable progress;
    private final MatchRound round;
    /** Null if matches have no event time. */
    private final @Nullable PendingTimes pending;

    private final int rowsBack;
    private final KeyCodec keyCodec;
    private final int[] keyColumns;

    private final KeyBatch keys = new KeyBatch();
    private final KeyBatch key = new KeyBatch();
    private final int[] emptied = new int[CHUNK_KEYS];
    private int emptiedCount;

    private long watermark = Watermark.NONE;
    private boolean isDue;
    /** At the end of the input: all partitions of which anything is kept, whose searches wait for no more rows. */
    private KeyedTable.@Nullable Scan open;

    private int dueCount;
    private int dueIndex;
    private int pieceRows = PIECE_ROWS;
    private final PendingResults results = new PendingResults();
    private int[] progressEntries = new int[CHUNK_KEYS];

    MatchOperator(MatchFactory spec, OperatorContext context) {
        this.spec = spec;
        this.partitions = new OrderedPartitions(
                spec.keys(), spec.keyTypes(), spec.order(), spec.rowTypes(), spec.ttlMillis(), context);
        this.partition = new MatchPartition(spec, partitions.rows());
        this.progress = context.keyedState()
                .table(new TableSpec(
                        "progress", spec.keyTypes(), false, spec.keepsPlace() ? MORE_SLOTS : SLOTS, false, 0));
        this.pending = spec.holdsTime() ? new PendingTimes(spec.keyTypes(), context.keyedState()) : null;
        this.round = new MatchRound(spec, partition, context.keyedState());
        this.rowsBack = spec.rowsBack();
        this.keyCodec = new KeyCodec(spec.keyTypes());
        this.keyColumns = spec.keys().stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public void process(int input, Batch batch, Output output) {
        checkState(batch.isAppendOnly(), "an insert-only input brought a withdrawal");
        keyCodec.encode(batch, keyColumns, key);
        progressOf(key, false);
        partitions.accept(
                batch,
                row -> {
                    long time = dueTime(batch, row);
                    return time > watermark && !wasSearched(progressEntries[row], time) ? time : Watermark.NONE;
                },
                output);
    }

    /** When a row takes part; {@link Watermark#NONE} if it has no time. */
    private long dueTime(Batch batch, int row) {
        if (spec.timeColumn() < 0) {
            return Watermark.END;
        }
        LongColumn times = (LongColumn) batch.column(spec.timeColumn());
        int position = batch.position(row);
        return times.isNull(position) ? Watermark.NONE : times.values()[position];
    }

    private void progressOf(KeyBatch wanted, boolean create) {
        if (progressEntries.length < wanted.count()) {
            progressEntries = new int[wanted.count()];
        }
        progress.resolve(wanted, null, create, progressEntries);
    }

    // Behind a restart rows may come before the watermark is known again. What was decided stays so.
    private boolean wasSearched(int entry, long time) {
        return spec.timeColumn() >= 0
                && entry != KeyedTable.ABSENT
                && slot(entry, SEARCHED_UP_TO) != 0
                && time <= (slot(entry, SEARCHED_UP_TO) ^ Long.MIN_VALUE);
    }

    @Override
    public void watermark(long timeMicros, Output output) {
        watermark = Math.max(watermark, timeMicros);
        partitions.begin(watermark);
        isDue = true;
        dueCount = 0;
        dueIndex = 0;
        drain(output);
    }

    @Override
    public boolean drain(Output output) {
        while (results.isEmpty() && (isDue || open != null)) {
            if (dueIndex < dueCount) {
                search(dueIndex);
            } else if (isDue) {
                nextChunk();
            } else if (open != null) {
                nextOpen(open);
            }
        }
        results.emitSome(output);
        if (results.isEmpty() && !isDue && open == null) {
            output.watermark(outputWatermark());
            return true;
        }
        return false;
    }

    /** A match under way may come out with the time of any of its rows. */
    private long outputWatermark() {
        return pending == null ? watermark : Math.min(watermark, pending.before());
    }

    private void nextChunk() {
        removeEmptied();
        dueCount = partitions.next();
        if (dueCount == 0) {
            isDue = false;
            open = watermark == Watermark.END ? progress.scan(0, 0) : null;
            return;
        }
        progressOf(partitions.keys(), true);
    }

    private void nextOpen(KeyedTable.Scan scan) {
        removeEmptied();
        dueCount = scan.next(progressEntries, CHUNK_KEYS);
        if (dueCount == 0) {
            open = null;
            return;
        }
        progress.keysOf(progressEntries, dueCount, keys);
        partitions.rows().load(keys);
    }

    private void removeEmptied() {
        for (int i = 0; i < emptiedCount; i++) {
            progress.remove(emptied[i]);
        }
        emptiedCount = 0;
        dueIndex = 0;
    }

    /** Searches a piece of a partition; when nothing is left of it, goes to the next one. */
    private void search(int index) {
        int entry = progressEntries[index];
        // A partition may be due at several times: the first one takes all of its rows.
        if (slot(entry, SEARCHED_UP_TO) != (watermark ^ Long.MIN_VALUE)) {
            partition.read(index, watermark, pieceRows);
            if (partition.count() > 0 && !searchPiece(index, entry)) {
                return;
            }
        }
        pieceRows = PIECE_ROWS;
        dueIndex++;
    }

    /** @return whether nothing is left to search at this watermark */
    private boolean searchPiece(int index, int entry) {
        int first = (int) slot(entry, ROWS_BEFORE);
        keyCodec.encode(partition.batch().slice(0, 1), keyColumns, key);
        round.search(
                first,
                slot(entry, MATCHES),
                spec.keepsPlace() ? (int) slot(entry, COVERED) : 0,
                spec.keepsPlace() && slot(entry, HAS_FORGOTTEN) == 0,
                key);
        results.set(round.results());
        int start = round.start();
        boolean isDone = partition.isWhole() && (start == partition.count() || !round.isDecided());
        if (isDone && start < partition.count() && spec.withinMicros() > 0 && partition.lastTime(start) > watermark) {
            partitions.dueAgain(index, partition.lastTime(start));
        }
        // Where nothing at all could be decided, more rows are needed.
        pieceRows = start == first && !round.isDecided() ? Math.multiplyExact(pieceRows, 2) : PIECE_ROWS;
        keep(index, entry, isDone);
        return isDone;
    }

    private long slot(int entry, int slot) {
        return progress.page(entry)[progress.offset(entry) + slot];
    }

    /** Of the rows that were read, those that the search and PREV still reach. */
    private void keep(int index, int entry, boolean isDone) {
        int start = round.start();
        int before = Math.min(start, rowsBack);
        partition.forget(index, start - before);
        progress.touch(entry);
        long[] page = progress.page(entry);
        int at = progress.offset(entry);
        page[at + ROWS_BEFORE] = before;
        page[at + MATCHES] = spec.countsMatches() ? round.matches() : 0;
        boolean isEmpty = start - before == partition.count();
        if (spec.keepsPlace()) {
            page[at + HAS_FORGOTTEN] |= start > before ? 1 : 0;
            page[at + COVERED] = round.covered();
        }
        if (isDone) {
            page[at + SEARCHED_UP_TO] = watermark ^ Long.MIN_VALUE;
            if (pending != null) {
                pending.set(key, start < partition.count() ? partition.time(start) : Watermark.END);
            }
            if (isEmpty && !spec.countsMatches() && !spec.pattern().isAtBegin()) {
                emptied[emptiedCount++] = entry;
            }
        }
    }

    @Override
    public void processingTime(long nowMillis, Output output) {
        partitions.expire(nowMillis, this);
        if (pending != null && watermark != Watermark.NONE) {
            output.watermark(outputWatermark());
        }
    }

    @Override
    public void load(KeyBatch wanted) {
        progressOf(wanted, false);
    }

    // Without event time all rows wait for the end of the input.
    @Override
    public boolean waits(int index, long rowTime) {
        return spec.timeColumn() < 0 || !wasSearched(progressEntries[index], rowTime);
    }

    @Override
    public void forget(KeyBatch wanted, boolean[] isForgotten) {
        if (pending != null) {
            pending.forget(wanted, isForgotten);
        }
        for (int i = 0; i < wanted.count(); i++) {
            if (isForgotten[i] && progressEntries[i] != KeyedTable.ABSENT) {
                progress.remove(progressEntries[i]);
            }
        }
    }
}
