package io.weir.tables;

import static java.util.Objects.requireNonNull;

import io.weir.spi.connector.SourceContext;
import io.weir.spi.connector.SourceReader;
import io.weir.spi.connector.SplitBatch;
import io.weir.spi.connector.SplitPosition;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.DataType;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;

/**
 * Reads one relation: rows as of a pin, then, if it has no end, the log behind it.
 *
 * <p>The disk is read on I/O threads, a few batches ahead; {@link #poll} only takes from the queue. A batch of changes
 * ends between two transactions, so that a barrier does not fall inside one, unless a transaction has more than
 * {@link #MAX_ROWS} changes of this table; a position can name a place inside it too.
 */
final class TableReader implements SourceReader {
    static final String SPLIT = "rows";

    private static final int MAX_QUEUED = 4;
    private static final int WANTED_ROWS = 4096;
    private static final int MAX_ROWS = 65_536;

    /** @param batch null if only the position has moved */
    private record Item(@Nullable Batch batch, TablePosition after) {}

    private final TableStore store;
    private final Relation relation;
    private final @Nullable ReadPin given;
    private final byte[] keyPrefix;
    private final ReadLimit limit;
    private final SourceContext context;
    private final int[] target;
    private final Runnable wakeUp;

    // Of the thread that fills, of which there is one at a time.
    private final BatchBuilder rows;
    private TablePosition next;
    private @Nullable ReadPin pin;
    private @Nullable RelationScan scan;

    // Shared, guarded by this.
    private final ArrayDeque<Item> queue = new ArrayDeque<>();
    private boolean isFilling;
    private boolean isExhausted;
    private boolean isClosed;
    private @Nullable Throwable failure;
    /** All up to here has been put into the queue. */
    private long readThrough = -1;

    /** Of the worker. */
    private TablePosition current;

    TableReader(
            TableStore store,
            Relation relation,
            List<Integer> wanted,
            @Nullable ReadPin given,
            byte[] keyPrefix,
            ReadLimit limit,
            TablePosition position,
            SourceContext context) {
        this.store = store;
        this.relation = relation;
        this.given = given == null ? null : given.retain();
        this.keyPrefix = keyPrefix;
        this.limit = limit;
        this.context = context;
        this.current = position;
        this.next = position;
        this.wakeUp = context::wakeUp;
        target = new int[relation.schema().size()];
        Arrays.fill(target, -1);
        for (int i = 0; i < wanted.size(); i++) {
            target[wanted.get(i)] = i;
        }
        List<DataType> types =
                wanted.stream().map(relation.schema().types()::get).toList();
        rows = new BatchBuilder(types);
        if (given == null) {
            store.addListener(wakeUp);
            limit.onRaise(this, wakeUp);
        }
    }

    @Override
    public @Nullable SplitBatch poll(int maxRows) {
        Item item;
        boolean mustFill;
        long reached = -1;
        synchronized (this) {
            if (failure != null) {
                throw failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
            }
            item = queue.poll();
            while (item != null && item.batch() == null) {
                current = item.after();
                item = queue.poll();
            }
            mustFill = !isFilling && !isClosed && !isExhausted && queue.size() < MAX_QUEUED && hasMore();
            isFilling |= mustFill;
            if (item == null && !isFilling) {
                reached = readThrough;
            }
        }
        if (mustFill) {
            context.io().execute(this::fill);
        }
        if (item == null) {
            if (reached >= 0) {
                limit.reached(this, reached);
            }
            return null;
        }
        current = item.after();
        return new SplitBatch(0, requireNonNull(item.batch(), "a position without rows is left out above"));
    }

    @Override
    public boolean isHeldBack() {
        return limit.isHeldBack();
    }

    private boolean hasMore() {
        return given != null || readThrough < 0 || mayRead() > readThrough;
    }

    /** The last transaction that may be read and is there. */
    private long mayRead() {
        return Math.min(limit.current(), store.sequence(relation));
    }

    // On an I/O thread.

    private void fill() {
        try {
            boolean goesOn = true;
            while (goesOn) {
                goesOn = fillOne();
                synchronized (this) {
                    goesOn &= !isClosed && queue.size() < MAX_QUEUED;
                }
            }
        } catch (Throwable e) {
            synchronized (this) {
                failure = e;
            }
        }
        boolean free;
        synchronized (this) {
            isFilling = false;
            free = isClosed;
        }
        if (free) {
            free();
        }
        context.wakeUp();
    }

    /**
     * Reads a batch.
     *
     * @return whether there may be more
     */
    private boolean fillOne() {
        return (next.isStart() || next.isInRows()) ? fillRows() : fillLog();
    }

    private boolean fillRows() {
        ReadPin own = pin;
        RelationScan open = scan;
        if (own == null || open == null) {
            own = given != null ? given : next.isStart() ? first() : store.pin(next.sequence());
            pin = own;
            open = own.lookUp(relation, keyPrefix, next.key());
            scan = open;
        }
        while (rows.rowCount() < WANTED_ROWS && open.next()) {
            byte[] row = open.row();
            long count = open.count();
            for (long i = 0; i < count; i++) {
                relation.codec().decode(row, rows, target);
                rows.endRow();
            }
        }
        if (rows.rowCount() >= WANTED_ROWS) {
            put(TablePosition.inRows(own.sequence(), open.key()));
            return true;
        }
        long sequence = own.sequence();
        freePin();
        put(TablePosition.inLog(sequence + 1, 0));
        synchronized (this) {
            isExhausted = given != null;
            readThrough = sequence;
            return !isExhausted && mayRead() > readThrough;
        }
    }

    private ReadPin first() {
        long wanted = limit.first();
        ReadPin own = wanted == Long.MAX_VALUE ? store.pin() : store.pin(wanted);
        if (relation.isView() && wanted == Long.MAX_VALUE) {
            own.include(relation);
        }
        return own;
    }

    private boolean fillLog() {
        long through = mayRead();
        if (store.logStart(relation) >= next.sequence()) {
            throw TableErrors.gone(relation, next.sequence(), store.logStart(relation) + 1);
        }
        boolean isComplete = true;
        TablePosition after = TablePosition.inLog(
                Math.max(through + 1, next.sequence()), through + 1 > next.sequence() ? 0 : next.chunk());
        try (ReadOptions options = new ReadOptions();
                LogScan log = new LogScan(store.database(), relation, options, next.sequence() - 1, next.chunk())) {
            TablePosition read = next;
            for (List<LogChunk.Entry> chunk = log.next(); chunk != null; chunk = log.next()) {
                if (log.sequence() > through) {
                    break;
                }
                boolean isFull = log.chunk() == 0 && rows.rowCount() >= WANTED_ROWS;
                if (isFull || rows.rowCount() >= MAX_ROWS) {
                    isComplete = false;
                    after = read;
                    break;
                }
                for (LogChunk.Entry entry : chunk) {
                    relation.codec().decode(entry.row(), rows, target);
                    rows.endRow(entry.kind());
                }
                read = TablePosition.inLog(log.sequence(), log.chunk() + 1);
            }
        }
        put(after);
        synchronized (this) {
            if (isComplete) {
                readThrough = through;
            }
            return !isComplete || mayRead() > readThrough;
        }
    }

    private void put(TablePosition after) {
        next = after;
        Batch batch = rows.isEmpty() ? null : rows.build();
        synchronized (this) {
            queue.add(new Item(batch, after));
        }
    }

    private void freePin() {
        RelationScan open = scan;
        if (open != null) {
            open.close();
            scan = null;
        }
        ReadPin own = pin;
        if (own != null && own != given) {
            own.close();
        }
        pin = null;
    }

    private void free() {
        freePin();
        if (given != null) {
            given.close();
        }
    }

    // On the worker.

    @Override
    public int splitCount() {
        return 1;
    }

    @Override
    public String splitId(int split) {
        return SPLIT;
    }

    @Override
    public boolean isSplitFinished(int split) {
        return isFinished();
    }

    @Override
    public synchronized boolean isFinished() {
        return isExhausted && queue.isEmpty();
    }

    @Override
    public List<SplitPosition> snapshot(long checkpointId) {
        return List.of(new SplitPosition(SPLIT, current.encode()));
    }

    @Override
    public void close() {
        boolean free;
        synchronized (this) {
            free = !isFilling && !isClosed;
            isClosed = true;
            queue.clear();
        }
        store.removeListener(wakeUp);
        limit.forget(this);
        if (free) {
            free();
        }
    }
}
