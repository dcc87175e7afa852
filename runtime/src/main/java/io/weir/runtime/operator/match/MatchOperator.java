package io.weir.runtime.operator.match;

import static io.weir.spi.Checks.checkState;

import io.weir.runtime.element.Watermark;
import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.Output;
import io.weir.runtime.operator.calc.Calc;
import io.weir.runtime.operator.rows.LateRows;
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
 * <p>State: {@code rows}, by partition: those that wait for the watermark, and from the row on at which the search
 * stands, with as many before it as PREV reaches; {@code progress}, how many those are, and how many matches there
 * were; {@code timers}, a partition for each time at which it is due: that of its rows, and that at which no row can
 * come any more that belongs to the match under way. A search that has to wait keeps nothing: it is made again from
 * its first row, so that what is kept does not depend on how far it got.
 */
final class MatchOperator implements Operator {
    private static final int CHUNK_KEYS = 256;
    private static final int BATCH_ROWS = 4096;
    private static final int LATE_SIDE_PORT = 1;

    /** Rows that are kept before the one at which the search stands. */
    private static final int ROWS_BEFORE = 0;

    private static final int MATCHES = 1;
    /** The watermark up to which the partition was searched, sign flipped; 0: never. */
    private static final int SEARCHED_UP_TO = 2;

    private final MatchFactory spec;
    private final OperatorContext context;
    private final MatchPartition partition;
    private final KeyedTable progress;
    private final KeyedTable timers;
    private final MatchConditions conditions;
    private final MatchSearch search;
    private final MatchValues measured;
    private final Calc measures;
    private final int rowsBack;
    private final KeyCodec keyCodec;
    private final int[] keyColumns;

    private final KeyBatch keys = new KeyBatch();
    private final KeyBatch key = new KeyBatch();
    private final int[] dueTimers = new int[CHUNK_KEYS];
    private final int[] dueProgress = new int[CHUNK_KEYS];
    /** Timers of partitions whose match under way ends at a time at the latest, and these times. */
    private final int[] endingTimers = new int[CHUNK_KEYS];

    private final long[] endingTimes = new long[CHUNK_KEYS];
    private int endingCount;
    private final int[] emptied = new int[CHUNK_KEYS];
    private int emptiedCount;

    private long watermark = Watermark.NONE;
    private KeyedTable.@Nullable Scan due;
    /** At the end of the input: all partitions of which anything is kept, whose searches wait for no more rows. */
    private KeyedTable.@Nullable Scan open;

    private int dueCount;
    private int dueIndex;
    private int pieceRows = BATCH_ROWS;
    private @Nullable Batch results;
    private int resultsOut;
    private int[] entries = new int[CHUNK_KEYS];

    MatchOperator(MatchFactory spec, OperatorContext context) {
        this.spec = spec;
        this.context = context;
        this.partition = new MatchPartition(spec, context);
        this.progress = context.keyedState().table(new TableSpec("progress", spec.keyTypes(), false, 3, false, 0));
        this.timers = context.keyedState().table(new TableSpec("timers", spec.keyTypes(), true, 0, false, 0));
        this.conditions = new MatchConditions(spec, context.keyedState());
        this.search =
                new MatchSearch(PatternProgram.of(spec.pattern()), conditions.areLocal(), spec.withinMicros() == 0);
        this.measured = new MatchValues(
                "measures-",
                spec.measures().values(),
                spec.variables(),
                spec.keys(),
                spec.keyTypes(),
                context.keyedState());
        this.measures = spec.measures().evaluator().get();
        this.rowsBack = spec.rowsBack();
        this.keyCodec = new KeyCodec(spec.keyTypes());
        this.keyColumns = spec.keys().stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public void process(int input, Batch batch, Output output) {
        checkState(batch.isAppendOnly(), "an insert-only input brought a withdrawal");
        int rowCount = batch.rowCount();
        searchedUpTo(batch);
        int[] onTime = new int[rowCount];
        int[] late = new int[rowCount];
        long[] times = new long[rowCount];
        int count = 0;
        int lateCount = 0;
        for (int row = 0; row < rowCount; row++) {
            long time = dueTime(batch, row);
            if (time > watermark && !wasSearched(entries[row], time)) {
                times[count] = time;
                onTime[count++] = row;
            } else {
                late[lateCount++] = row;
            }
        }
        LateRows.report(batch, late, lateCount, LATE_SIDE_PORT, context, output);
        if (count > 0) {
            hold(count == rowCount ? batch : batch.select(onTime, count), times);
        }
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

    private void searchedUpTo(Batch batch) {
        ensureEntries(batch.rowCount());
        keyCodec.encode(batch, keyColumns, key);
        progress.resolve(key, null, false, entries);
    }

    // Behind a restart rows may come before the watermark is known again. What was decided stays so.
    private boolean wasSearched(int entry, long time) {
        return spec.timeColumn() >= 0
                && entry != KeyedTable.ABSENT
                && slot(entry, SEARCHED_UP_TO) != 0
                && time <= (slot(entry, SEARCHED_UP_TO) ^ Long.MIN_VALUE);
    }

    private void hold(Batch batch, long[] times) {
        int rowCount = batch.rowCount();
        timers.resolve(partition.hold(batch), times, true, entries);
        for (int row = 0; row < rowCount; row++) {
            timers.touch(entries[row]);
        }
    }

    private void ensureEntries(int count) {
        if (entries.length < count) {
            entries = new int[count];
        }
    }

    @Override
    public void watermark(long timeMicros, Output output) {
        watermark = Math.max(watermark, timeMicros);
        due = timers.scan(Long.MIN_VALUE, watermark);
        dueCount = 0;
        dueIndex = 0;
        drain(output);
    }

    @Override
    public boolean drain(Output output) {
        while (results == null && (due != null || open != null)) {
            if (dueIndex < dueCount) {
                search(dueIndex);
            } else if (due != null) {
                nextChunk(due);
            } else if (open != null) {
                nextOpen(open);
            }
        }
        if (results != null) {
            emitSome(results, output);
        }
        if (results == null && due == null && open == null) {
            output.watermark(watermark);
            return true;
        }
        return false;
    }

    private void nextChunk(KeyedTable.Scan scan) {
        settleChunk();
        dueCount = scan.next(dueTimers, CHUNK_KEYS);
        if (dueCount == 0) {
            due = null;
            open = watermark == Watermark.END ? progress.scan(0, 0) : null;
            return;
        }
        timers.keysOf(dueTimers, dueCount, keys);
        partition.load(keys);
        progress.resolve(keys, null, true, dueProgress);
    }

    private void nextOpen(KeyedTable.Scan scan) {
        removeEmptied();
        dueCount = scan.next(dueProgress, CHUNK_KEYS);
        if (dueCount == 0) {
            open = null;
            return;
        }
        progress.keysOf(dueProgress, dueCount, keys);
        partition.load(keys);
    }

    /** Forgets what is done: the timers, and partitions of which nothing is kept. */
    private void settleChunk() {
        removeEmptied();
        if (endingCount > 0) {
            timers.keysOf(endingTimers, endingCount, key);
        }
        for (int i = 0; i < dueCount; i++) {
            timers.remove(dueTimers[i]);
        }
        if (endingCount > 0) {
            timers.resolve(key, endingTimes, true, entries);
            for (int i = 0; i < endingCount; i++) {
                timers.touch(entries[i]);
            }
        }
        endingCount = 0;
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
        int entry = dueProgress[index];
        // A partition may be due at several times: the first one takes all of its rows.
        if (slot(entry, SEARCHED_UP_TO) != (watermark ^ Long.MIN_VALUE)) {
            partition.read(index, watermark, pieceRows);
            if (partition.count() > 0 && !searchPiece(index, entry)) {
                return;
            }
        }
        pieceRows = BATCH_ROWS;
        dueIndex++;
    }

    /** @return whether nothing is left to search at this watermark */
    private boolean searchPiece(int index, int entry) {
        int count = partition.count();
        int first = (int) slot(entry, ROWS_BEFORE);
        long matches = slot(entry, MATCHES);
        keyCodec.encode(partition.batch().slice(0, 1), keyColumns, key);
        conditions.begin(partition.batch(), first, key);
        measured.begin(partition.batch(), key);
        search.begin(count);
        int start = first;
        boolean isDecided = true;
        while (isDecided && start < count && measured.count() < BATCH_ROWS) {
            MatchSearch.Outcome outcome =
                    search.find(start, partition.limit(start), partition.isFinal(start), conditions);
            switch (outcome) {
                case UNDECIDED -> isDecided = false;
                case NONE -> start++;
                case MATCH -> {
                    int[] variables = search.variables(start);
                    matches++;
                    measure(start, variables, matches);
                    start = next(start, variables);
                }
            }
        }
        if (measured.count() > 0) {
            results = measures.apply(measured.build());
            resultsOut = 0;
        }
        boolean isDone = partition.isWhole() && (start == count || !isDecided);
        if (isDone && start < count && spec.withinMicros() > 0 && partition.lastTime(start) > watermark) {
            endingTimers[endingCount] = dueTimers[index];
            endingTimes[endingCount++] = partition.lastTime(start);
        }
        // Where nothing at all could be decided, more rows are needed.
        pieceRows = start == first && !isDecided ? Math.multiplyExact(pieceRows, 2) : BATCH_ROWS;
        keep(index, entry, start, matches, isDone);
        return isDone;
    }

    private void measure(int start, int[] variables, long number) {
        if (spec.showsRows()) {
            measured.takeEach(start, variables, search.shown(start), number);
        } else {
            measured.takeLast(start, variables, variables.length, number);
        }
    }

    private long slot(int entry, int slot) {
        return progress.page(entry)[progress.offset(entry) + slot];
    }

    /** Of the rows that were read, those that the search and PREV still reach. */
    private void keep(int index, int entry, int start, long matches, boolean isDone) {
        int before = Math.min(start, rowsBack);
        partition.forget(index, start - before);
        progress.touch(entry);
        long[] page = progress.page(entry);
        int at = progress.offset(entry);
        page[at + ROWS_BEFORE] = before;
        page[at + MATCHES] = spec.countsMatches() ? matches : 0;
        if (isDone) {
            page[at + SEARCHED_UP_TO] = watermark ^ Long.MIN_VALUE;
            boolean isEmpty = start - before == partition.count();
            if (isEmpty && !spec.countsMatches()) {
                emptied[emptiedCount++] = entry;
            }
        }
    }

    private int next(int start, int[] variables) {
        return switch (spec.after().kind()) {
            case PAST_LAST_ROW -> start + variables.length;
            case TO_NEXT_ROW -> start + 1;
            case TO_FIRST, TO_LAST -> SkipTarget.of(spec, start, variables);
        };
    }

    private void emitSome(Batch batch, Output output) {
        int to = Math.min(batch.rowCount(), resultsOut + BATCH_ROWS);
        if (to > resultsOut) {
            output.emit(resultsOut == 0 && to == batch.rowCount() ? batch : batch.slice(resultsOut, to));
        }
        resultsOut = to;
        if (to == batch.rowCount()) {
            results = null;
        }
    }
}
