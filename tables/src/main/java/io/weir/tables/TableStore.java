package io.weir.tables;

import io.weir.spi.data.Schema;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksIterator;

/**
 * The durable home of the tables that Weir keeps itself, and of the contents of materialized views, in one folder that
 * one process uses at a time.
 *
 * <p>Every transaction has a number, one higher than the last; what it did to each table is kept in that table's change
 * log under this number. A {@link ReadPin} is the state of all tables and views behind one number. Views are not
 * durable: they are gone when the store is opened, and made anew from the tables.
 *
 * <p>Thread-safe. Errors of the disk are {@link WeirException}s (DISK_FULL, STORAGE_UNREACHABLE).
 */
public final class TableStore implements AutoCloseable {
    private static final String TABLE = "table/";
    private static final String NEXT_NUMBER = "next-number";

    private final TableDatabase database;
    private final TableStoreOptions options;
    private final GroupCommit commits;
    private final AtomicInteger nextNumber;
    private final Map<String, Relation> relations = new ConcurrentHashMap<>();
    private final LogRetention retention;
    private final ViewPublisher views;
    private final EndedSinks endedSinks;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    private TableStore(TableDatabase database, TableStoreOptions options) {
        this.database = database;
        this.options = options;
        retention = new LogRetention(database);
        views = new ViewPublisher(database, retention);
        endedSinks = new EndedSinks(database, EndedSinks.MOST);
        byte[] sequence = database.meta(CommitGroup.SEQUENCE, null);
        byte[] next = database.meta(NEXT_NUMBER, null);
        nextNumber = new AtomicInteger(next == null ? 1 : (int) Bytes.longAt(next, 0));
        commits = new GroupCommit(database, sequence == null ? 0 : Bytes.longAt(sequence, 0), number -> changed());
    }

    /**
     * Opens the store of a folder, which is made if it is not there. Tables come back one by one with {@link #table}:
     * their columns are in the caller's catalog.
     *
     * @throws WeirException (DATA_DIRECTORY_IN_USE)
     */
    public static TableStore open(Path directory, TableStoreOptions options) {
        TableDatabase database = new TableDatabase(directory, options.blockCacheBytes());
        try {
            return new TableStore(database, options);
        } catch (RuntimeException | Error e) {
            database.close();
            throw e;
        }
    }

    // Tables

    /**
     * The table of this name; made if it is not there.
     *
     * @param key indexes of the columns of the primary key; empty for a table without, which may hold equal rows
     * @throws WeirException (INCOMPATIBLE_STATE) if there is one with other columns
     */
    public synchronized Relation table(String name, Schema schema, List<Integer> key) {
        Relation present = relations.get(key(name));
        String shape = shape(schema, key);
        if (present != null
                && !present.isView()
                && shape(present.schema(), present.key()).equals(shape)) {
            return present;
        }
        byte[] stored = database.meta(TABLE + key(name), null);
        int number;
        if (stored == null) {
            number = nextNumber.get();
            ByteArrayBuilder value = new ByteArrayBuilder(64);
            value.putInt(number);
            value.putBytes(shape.getBytes(StandardCharsets.UTF_8));
            database.writeDurably(batch -> {
                batch.put(database.meta(), TableDatabase.metaKey(TABLE + key(name)), value.build());
                batch.put(database.meta(), TableDatabase.metaKey(NEXT_NUMBER), Bytes.ofLong(number + 1L));
            });
            nextNumber.set(number + 1);
        } else {
            number = Bytes.intAt(stored, 0);
            String before = new String(stored, Integer.BYTES, stored.length - Integer.BYTES, StandardCharsets.UTF_8);
            if (!before.equals(shape)) {
                throw new WeirException(
                                ErrorCode.INCOMPATIBLE_STATE, "table \"" + name + "\" is kept with other columns")
                        .withDetail("Kept: " + before + "; declared: " + shape + ".");
            }
            retention.load(number);
        }
        Relation table =
                new Relation(name, schema, key, !key.isEmpty(), number, false, database.rows(), database.log());
        relations.put(key(name), table);
        return table;
    }

    /** Names of all tables that are kept, in lower case; some may have no definition any more. */
    public List<String> tableNames() {
        return database.use("read", open -> {
            List<String> names = new ArrayList<>();
            try (RocksIterator rows = open.newIterator(database.meta())) {
                for (rows.seek(TableDatabase.metaKey(TABLE)); rows.isValid(); rows.next()) {
                    String key = new String(rows.key(), StandardCharsets.UTF_8);
                    if (!key.startsWith(TABLE)) {
                        break;
                    }
                    names.add(key.substring(TABLE.length()));
                }
            }
            return names;
        });
    }

    /** Drops a table with all its rows, or only its name if it has another one; nothing happens if there is none. */
    public synchronized void dropTable(String name) {
        byte[] stored = database.meta(TABLE + key(name), null);
        if (stored == null) {
            return;
        }
        relations.remove(key(name));
        if (hasOtherName(name, stored)) {
            database.writeDurably(batch -> batch.delete(database.meta(), TableDatabase.metaKey(TABLE + key(name))));
            return;
        }
        Relation gone = new Relation(
                name,
                new Schema(List.of()),
                List.of(),
                false,
                Bytes.intAt(stored, 0),
                false,
                database.rows(),
                database.log());
        database.writeDurably(batch -> {
            batch.delete(database.meta(), TableDatabase.metaKey(TABLE + key(name)));
            retention.delete(gone, batch);
            batch.deleteRange(gone.rows(), gone.prefix(), gone.end());
            batch.deleteRange(gone.log(), gone.prefix(), gone.end());
        });
        retention.forget(gone);
    }

    private boolean hasOtherName(String name, byte[] stored) {
        return tableNames().stream()
                .filter(other -> !other.equals(key(name)))
                .anyMatch(other -> Arrays.equals(database.meta(TABLE + other, null), stored));
    }

    /**
     * Gives a table a second name. With {@link #dropTable} for the first one it has another name, and whoever keeps the
     * names elsewhere can change them there in between: at no time are the rows without a name that is known there.
     *
     * @param newName the name of no table
     */
    public synchronized void addName(String name, String newName) {
        byte[] stored = database.meta(TABLE + key(name), null);
        if (stored == null || key(name).equals(key(newName))) {
            return;
        }
        database.writeDurably(batch -> batch.put(database.meta(), TableDatabase.metaKey(TABLE + key(newName)), stored));
    }

    /** The table or view that is open under this name. */
    public Optional<Relation> find(String name) {
        return Optional.ofNullable(relations.get(key(name)));
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static String shape(Schema schema, List<Integer> key) {
        return schema.types().stream()
                        .map(type -> type.withNullable(true).toString())
                        .toList() + " key " + key;
    }

    // Transactions

    /** A transaction to be filled. */
    public Transaction begin() {
        return new Transaction(options.maxTransactionBytes());
    }

    /**
     * Carries a transaction out. May wait for room among those that wait.
     *
     * @return completes on the thread of commits, when the changes are on disk and visible, with the transaction's
     *     number; or exceptionally with {@link WeirException}: UNIQUE_VIOLATION, SERIALIZATION_FAILURE, and then
     *     nothing has happened
     */
    public CompletableFuture<Long> commit(Transaction transaction) {
        return commits.add(transaction);
    }

    /** As {@link #commit}, and waits until it is done. */
    public long commitNow(Transaction transaction) {
        try {
            return commit(transaction).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof WeirException known
                    ? known
                    : new WeirException(ErrorCode.INTERNAL_ERROR, "transaction was not committed", e.getCause());
        }
    }

    /** How large a transaction may grow. */
    public long maxTransactionBytes() {
        return options.maxTransactionBytes();
    }

    /** The number of the newest transaction. */
    public long committed() {
        return commits.committed();
    }

    // Views

    /** An empty view in place of the one of this name, if there is one. */
    synchronized Relation makeView(String name, Schema schema, List<Integer> key) {
        dropView(name);
        int number = nextNumber.getAndIncrement();
        Relation view = new Relation(name, schema, key, false, number, true, database.viewRows(), database.viewLog());
        relations.put(key(name), view);
        return view;
    }

    synchronized void dropView(String name) {
        Relation view = relations.get(key(name));
        if (view == null || !view.isView()) {
            return;
        }
        relations.remove(key(name));
        views.drop(view);
    }

    /**
     * Brings a view forward: all changes of an epoch in one step.
     *
     * @param changes how many times each row is added; negative: taken away
     */
    void publish(Relation view, long sequence, Map<Bytes, Long> changes) {
        views.publish(view, sequence, changes);
        changed();
    }

    /** Adds to a view that cannot be read yet. */
    void publishPart(Relation view, Map<Bytes, Long> changes) {
        views.publishPart(view, changes);
    }

    /**
     * Up to which number the log of a relation is complete: what a reader may read. -1 for a view that has no rows yet.
     */
    long sequence(Relation relation) {
        return relation.isView() ? views.sequence(relation) : committed();
    }

    /** As {@link #sequence}, as of a snapshot. */
    long sequence(Relation relation, ReadOptions snapshot) {
        if (relation.isView()) {
            return views.sequence(relation, snapshot);
        }
        byte[] stored = database.meta(CommitGroup.SEQUENCE, snapshot);
        return stored == null ? 0 : Bytes.longAt(stored, 0);
    }

    // Reading

    /** The newest state of everything. Must be closed. */
    public ReadPin pin() {
        return ReadPin.newest(this, database);
    }

    /**
     * The state behind a transaction, at most the newest one.
     *
     * @throws WeirException (DATA_LOST_UPSTREAM) when a relation is read whose changes since then are no longer kept
     */
    public ReadPin pin(long sequence) {
        return ReadPin.at(this, database, sequence);
    }

    EndedSinks endedSinks() {
        return endedSinks;
    }

    TableDatabase database() {
        return database;
    }

    /** Up to which number the log is cut off; 0 if it is all there. */
    long logStart(Relation relation) {
        return retention.start(relation);
    }

    /** Calls when there is something new to read, from any thread, until {@link #removeListener}; must not block. */
    void addListener(Runnable listener) {
        listeners.add(listener);
    }

    void removeListener(Runnable listener) {
        listeners.remove(listener);
    }

    private void changed() {
        listeners.forEach(Runnable::run);
    }

    // The log

    /**
     * Cuts off what is older than the retention. To be called now and then, every few minutes.
     *
     * @param nowMillis the time, milliseconds since the epoch
     */
    public synchronized void truncateLogs(long nowMillis) {
        List<Relation> tables =
                relations.values().stream().filter(table -> !table.isView()).toList();
        retention.truncate(tables, nowMillis - options.logRetention().toMillis(), nowMillis, committed());
    }

    /** Cuts off the log of a view up to a number. */
    void truncateView(Relation view, long sequence) {
        retention.truncateView(view, sequence);
    }

    /** All open tables and views. */
    public Collection<Relation> relations() {
        return List.copyOf(relations.values());
    }

    /** Carries out the transactions that wait, and closes. Readers that are still there get SERVER_SHUTTING_DOWN. */
    @Override
    public void close() {
        commits.close();
        database.close();
    }
}
