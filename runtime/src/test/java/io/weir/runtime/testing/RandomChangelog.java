package io.weir.runtime.testing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * A random changelog in row text: rows come, come again, and go; withdrawals may run ahead of their rows. When it is
 * settled, every withdrawal has met its row, and {@link #rows} is the table that the changelog stands for.
 */
public final class RandomChangelog {
    private final Random random;
    private final Supplier<String> newRow;
    private final boolean insertOnly;
    private final List<String> rows = new ArrayList<>();
    private final List<String> owed = new ArrayList<>();

    /** @param newRow makes rows without a kind; the smaller their range, the more are equal */
    public RandomChangelog(Random random, Supplier<String> newRow, boolean insertOnly) {
        this.random = random;
        this.newRow = newRow;
        this.insertOnly = insertOnly;
    }

    /** Some changes. */
    public List<String> batch(int size) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            int choice = insertOnly ? 0 : random.nextInt(10);
            if (choice < 5 || (choice < 8 && rows.isEmpty())) {
                String row = random.nextInt(4) == 0 && !rows.isEmpty()
                        ? rows.get(random.nextInt(rows.size()))
                        : newRow.get();
                rows.add(row);
                lines.add((random.nextBoolean() || insertOnly ? "+I " : "+U ") + row);
            } else if (choice < 8) {
                lines.add((random.nextBoolean() ? "-D " : "-U ") + rows.remove(random.nextInt(rows.size())));
            } else if (choice == 8 && !owed.isEmpty()) {
                lines.add("+I " + owed.remove(random.nextInt(owed.size())));
            } else {
                String row = newRow.get();
                owed.add(row);
                lines.add("-U " + row);
            }
        }
        return lines;
    }

    /** The rows that withdrawals wait for. */
    public List<String> settle() {
        List<String> lines = new ArrayList<>();
        Collections.shuffle(owed, random);
        owed.forEach(row -> lines.add("+I " + row));
        owed.clear();
        return lines;
    }

    /** The table, once settled. */
    public List<String> rows() {
        return List.copyOf(rows);
    }
}
