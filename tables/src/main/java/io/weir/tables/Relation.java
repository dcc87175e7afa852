package io.weir.tables;

import io.weir.spi.data.Batch;
import io.weir.spi.data.Schema;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;

/**
 * A table or a view of the store: its columns, and how its rows stand in RocksDB. Immutable; a table that is dropped
 * and made again is another relation.
 *
 * <pre>
 * with a unique key   relation (4 bytes), key columns   ->  the other columns
 * without             relation (4 bytes), all columns   ->  how often the row is there (8 bytes)
 * </pre>
 *
 * The second form is a multiset: equal rows need no identity, for no statement can tell them apart, and a job that
 * withdraws a row finds it without a scan.
 */
public final class Relation {
    private final String name;
    private final Schema schema;
    private final List<Integer> key;
    private final boolean isUnique;
    private final int number;
    private final boolean isView;
    private final RowCodec codec;
    private final ColumnFamilyHandle rows;
    private final ColumnFamilyHandle log;

    Relation(
            String name,
            Schema schema,
            List<Integer> key,
            boolean isUnique,
            int number,
            boolean isView,
            ColumnFamilyHandle rows,
            ColumnFamilyHandle log) {
        this.name = name;
        this.schema = schema;
        this.key = List.copyOf(key);
        this.isUnique = isUnique;
        this.number = number;
        this.isView = isView;
        this.codec = new RowCodec(schema.types(), key);
        this.rows = rows;
        this.log = log;
    }

    public String name() {
        return name;
    }

    public Schema schema() {
        return schema;
    }

    /**
     * Columns by which rows are found without a scan, in order; of a table its primary key. Empty if there are none.
     */
    public List<Integer> key() {
        return key;
    }

    /** Whether there is at most one row for a key. */
    public boolean isUnique() {
        return isUnique;
    }

    public boolean isView() {
        return isView;
    }

    int number() {
        return number;
    }

    RowCodec codec() {
        return codec;
    }

    ColumnFamilyHandle rows() {
        return rows;
    }

    ColumnFamilyHandle log() {
        return log;
    }

    /** The bytes of a row, equal if the rows are; all columns of the table must be there. */
    public byte[] row(Batch batch, int row) {
        return codec.encode(batch, row);
    }

    /** What all its keys in RocksDB begin with. */
    byte[] prefix() {
        ByteArrayBuilder out = new ByteArrayBuilder(Integer.BYTES);
        out.putInt(number);
        return out.build();
    }

    /** The first key behind all of its own. */
    byte[] end() {
        ByteArrayBuilder out = new ByteArrayBuilder(Integer.BYTES);
        out.putInt(number + 1);
        return out.build();
    }

    /** The key in RocksDB under which a row stands. */
    byte[] storedKey(byte[] row) {
        int length = isUnique ? codec.keyLength(row) : row.length;
        ByteArrayBuilder out = new ByteArrayBuilder(Integer.BYTES + length);
        out.putInt(number);
        out.putBytes(row, 0, length);
        return out.build();
    }

    /** What stands there beside the key, of a row that is there {@code count} times. */
    byte[] storedValue(byte[] row, long count) {
        return isUnique ? Arrays.copyOfRange(row, codec.keyLength(row), row.length) : Bytes.ofLong(count);
    }

    /** The row that stands at a place of RocksDB. */
    byte[] rowOf(byte[] storedKey, byte[] storedValue) {
        ByteArrayBuilder out = new ByteArrayBuilder(storedKey.length + storedValue.length);
        out.putBytes(storedKey, Integer.BYTES, storedKey.length);
        if (isUnique) {
            out.putBytes(storedValue);
        }
        return out.build();
    }

    /** How often a row is there. */
    long countOf(byte @Nullable [] storedValue) {
        if (storedValue == null) {
            return 0;
        }
        return isUnique ? 1 : Bytes.longAt(storedValue, 0);
    }

    byte[] logKey(long sequence, int chunk) {
        ByteArrayBuilder out = new ByteArrayBuilder(16);
        out.putInt(number);
        out.putLong(sequence);
        out.putInt(chunk);
        return out.build();
    }

    @Override
    public String toString() {
        return (isView ? "view " : "table ") + name;
    }
}
