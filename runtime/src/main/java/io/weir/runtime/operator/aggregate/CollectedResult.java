package io.weir.runtime.operator.aggregate;

import io.weir.runtime.state.KeyedRows;
import io.weir.runtime.state.RowCodec;
import io.weir.spi.data.BoxedValues;
import io.weir.spi.data.Column;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.DataType;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is computed from the ordered values of a group. */
abstract class CollectedResult {
    private static final int MULTIPLICITY = 0;

    final AggregateCall call;
    final DataType type;
    private final ColumnBuilder[] row;

    CollectedResult(AggregateCall call) {
        this.call = call;
        this.type = call.argumentTypes().get(0);
        this.row = call.argumentTypes().stream().map(ColumnBuilder::of).toArray(ColumnBuilder[]::new);
    }

    static CollectedResult of(AggregateCall call) {
        return switch (call.kind()) {
            case MIN, ANY_VALUE, FIRST_VALUE -> new Edge(call, false);
            case MAX, LAST_VALUE -> new Edge(call, true);
            case SINGLE_VALUE -> new Single(call);
            case LISTAGG -> new Listed(call);
            case ARRAY_AGG -> new Gathered(call);
            case MODE -> new MostFrequent(call);
            case BIT_AND, BIT_OR, BIT_XOR -> new Bits(call);
            default -> throw new IllegalStateException("no collected result for " + call.kind());
        };
    }

    /** Whether NULL is a value like others. */
    boolean takesNulls() {
        return false;
    }

    /** Called before the results of the groups of a batch are appended. */
    void begin() {}

    abstract void append(KeyedRows.Cursor cursor, int handle, RowCodec codec, ColumnBuilder out);

    /** The first argument of the row under the cursor. */
    final Column value(KeyedRows.Cursor cursor, RowCodec codec) {
        codec.decode(cursor.payloadData(), cursor.payloadStart(), row);
        Column first = row[0].build();
        for (int i = 1; i < row.length; i++) {
            row[i].build();
        }
        return first;
    }

    final @Nullable Object boxed(KeyedRows.Cursor cursor, RowCodec codec) {
        return BoxedValues.get(type, value(cursor, codec), 0);
    }

    /** The copies of the row under the cursor; a withdrawal without its row is none. */
    static long copies(KeyedRows.Cursor cursor) {
        return Math.max(0, cursor.number(MULTIPLICITY));
    }

    /** The first or the last value. */
    private static final class Edge extends CollectedResult {
        private final boolean last;

        Edge(AggregateCall call, boolean last) {
            super(call);
            this.last = last;
        }

        @Override
        boolean takesNulls() {
            return call.kind() == AggregateCall.Kind.FIRST_VALUE || call.kind() == AggregateCall.Kind.LAST_VALUE;
        }

        @Override
        void append(KeyedRows.Cursor cursor, int handle, RowCodec codec, ColumnBuilder out) {
            boolean found = last ? cursor.last(handle) : cursor.first(handle);
            while (found && copies(cursor) == 0) {
                found = last ? cursor.previous() : cursor.next();
            }
            if (found) {
                out.addFrom(value(cursor, codec), 0);
            } else {
                out.addNull();
            }
        }
    }

    private static final class Single extends CollectedResult {
        Single(AggregateCall call) {
            super(call);
        }

        @Override
        boolean takesNulls() {
            return true;
        }

        @Override
        void append(KeyedRows.Cursor cursor, int handle, RowCodec codec, ColumnBuilder out) {
            Column single = null;
            for (boolean found = cursor.first(handle); found; found = cursor.next()) {
                long copies = copies(cursor);
                if (copies > 1 || (copies == 1 && single != null)) {
                    throw new WeirException(
                            ErrorCode.CARDINALITY_VIOLATION, "a subquery used as a value has more than one row");
                }
                if (copies == 1) {
                    single = value(cursor, codec);
                }
            }
            if (single == null) {
                out.addNull();
            } else {
                out.addFrom(single, 0);
            }
        }
    }

    private static final class Listed extends CollectedResult {
        /** As long as a text that a function makes may be. */
        private static final int MAX_LIST_CHARACTERS = 16 << 20;

        private final String separator;

        Listed(AggregateCall call) {
            super(call);
            this.separator = call.literals().isEmpty()
                    ? ","
                    : String.valueOf(call.literals().get(0));
        }

        @Override
        void append(KeyedRows.Cursor cursor, int handle, RowCodec codec, ColumnBuilder out) {
            StringBuilder list = new StringBuilder();
            boolean any = false;
            for (boolean found = cursor.first(handle); found; found = cursor.next()) {
                long copies = copies(cursor);
                Object text = copies == 0 ? null : boxed(cursor, codec);
                for (; copies > 0; copies--) {
                    list.append(any ? separator : "").append(text);
                    any = true;
                    if (list.length() > MAX_LIST_CHARACTERS) {
                        throw new WeirException(
                                ErrorCode.LIMIT_EXCEEDED,
                                "LISTAGG of a group exceeds the limit of " + MAX_LIST_CHARACTERS + " characters");
                    }
                }
            }
            if (any) {
                out.addBoxed(call.resultType(), list.toString());
            } else {
                out.addNull();
            }
        }
    }

    private static final class Gathered extends CollectedResult {
        /** An array is a value: it is made, sent and read as a whole. */
        private static final long MAX_ARRAY_BYTES = 32 << 20;

        private static final int ELEMENT_BYTES = 16;

        /** A few thousand groups go out together, each with its array. */
        private static final long MAX_BATCH_BYTES =
                Math.max(2 * MAX_ARRAY_BYTES, Runtime.getRuntime().maxMemory() / 8);

        private long batchBytes;

        Gathered(AggregateCall call) {
            super(call);
        }

        @Override
        void begin() {
            batchBytes = 0;
        }

        @Override
        boolean takesNulls() {
            return true;
        }

        @Override
        void append(KeyedRows.Cursor cursor, int handle, RowCodec codec, ColumnBuilder out) {
            List<@Nullable Object> list = new ArrayList<>();
            long bytes = 0;
            for (boolean found = cursor.first(handle); found; found = cursor.next()) {
                long copies = copies(cursor);
                Object value = copies == 0 ? null : boxed(cursor, codec);
                long elementBytes = (long) ELEMENT_BYTES + (value instanceof String text ? text.length() : 0);
                for (; copies > 0; copies--) {
                    list.add(value);
                    bytes += elementBytes;
                    if (bytes > MAX_ARRAY_BYTES) {
                        throw new WeirException(
                                        ErrorCode.LIMIT_EXCEEDED,
                                        "ARRAY_AGG of a group exceeds the limit of " + (MAX_ARRAY_BYTES >> 20) + " MB")
                                .withDetail("It has " + list.size() + " elements so far.");
                    }
                }
            }
            batchBytes += bytes;
            if (batchBytes > MAX_BATCH_BYTES) {
                throw new WeirException(
                                ErrorCode.LIMIT_EXCEEDED,
                                "arrays of ARRAY_AGG of one batch of groups exceed the limit of "
                                        + (MAX_BATCH_BYTES >> 20) + " MB")
                        .withHint("More memory (-Xmx) raises it: it is an eighth of the heap.");
            }
            if (list.isEmpty()) {
                out.addNull();
            } else {
                out.addObject(list);
            }
        }
    }

    private static final class MostFrequent extends CollectedResult {
        MostFrequent(AggregateCall call) {
            super(call);
        }

        @Override
        void append(KeyedRows.Cursor cursor, int handle, RowCodec codec, ColumnBuilder out) {
            Column best = null;
            long most = 0;
            for (boolean found = cursor.first(handle); found; found = cursor.next()) {
                if (copies(cursor) > most) {
                    most = copies(cursor);
                    best = value(cursor, codec);
                }
            }
            if (best == null) {
                out.addNull();
            } else {
                out.addFrom(best, 0);
            }
        }
    }

    private static final class Bits extends CollectedResult {
        Bits(AggregateCall call) {
            super(call);
        }

        @Override
        void append(KeyedRows.Cursor cursor, int handle, RowCodec codec, ColumnBuilder out) {
            boolean any = false;
            long bits = 0;
            for (boolean found = cursor.first(handle); found; found = cursor.next()) {
                long copies = copies(cursor);
                if (copies == 0 || !(boxed(cursor, codec) instanceof Number number)) {
                    continue;
                }
                long value = number.longValue();
                bits = switch (call.kind()) {
                    case BIT_AND -> any ? bits & value : value;
                    case BIT_OR -> bits | value;
                    default -> (copies & 1) == 0 ? bits : bits ^ value;
                };
                any = true;
            }
            if (any) {
                out.addBoxed(call.resultType(), bits);
            } else {
                out.addNull();
            }
        }
    }
}
