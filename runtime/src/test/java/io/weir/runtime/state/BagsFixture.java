package io.weir.runtime.state;

/** Rows that are numbers, for bags. */
public final class BagsFixture {
    private BagsFixture() {}

    /** A row of four bytes for each number. */
    public static ByteRows numbers(int... numbers) {
        ByteRows rows = new ByteRows();
        byte[] row = new byte[Integer.BYTES];
        for (int number : numbers) {
            BigEndian.putInt(row, 0, number);
            rows.append(row, 0, row.length);
            rows.endRow();
        }
        return rows;
    }

    /** How many rows a key has. */
    public static long count(KeyedBags bags, int handle) {
        KeyedBags.Cursor cursor = bags.cursor();
        long count = 0;
        for (boolean isThere = cursor.first(handle); isThere; isThere = cursor.next()) {
            count += cursor.copies();
        }
        return count;
    }
}
