package io.weir.runtime.operator.match;

import java.util.Arrays;

/**
 * Which variable each row of each thread was matched to: a tree that threads share, as rows of a match follow each
 * other without a gap. A node is a row with its variable; the nodes from one to the root are the rows before it. Reused
 * from one start to the next.
 */
final class MatchedRows {
    static final int ROOT = -1;

    /** Added to the variable of a row that belongs to an exclusion. */
    private static final int HIDDEN = 1 << 30;

    private int[] parents = new int[256];
    private int[] variables = new int[256];
    private int count;

    void clear() {
        count = 0;
    }

    int size() {
        return count;
    }

    /** The node of the row behind that of {@code parent}. */
    int add(int parent, int variable, boolean isHidden) {
        if (count == parents.length) {
            parents = Arrays.copyOf(parents, 2 * count);
            variables = Arrays.copyOf(variables, 2 * count);
        }
        parents[count] = parent;
        variables[count] = isHidden ? variable | HIDDEN : variable;
        return count++;
    }

    /** Fills in the variables of {@code length} rows that end at a node, the first row first. */
    void copy(int node, int length, int[] into) {
        int at = node;
        for (int i = length - 1; i >= 0; i--) {
            into[i] = variables[at] & ~HIDDEN;
            at = parents[at];
        }
    }

    /** By row, of {@code length} rows that end at a node: whether it belongs to no exclusion. */
    boolean[] shown(int node, int length) {
        boolean[] shown = new boolean[length];
        int at = node;
        for (int i = length - 1; i >= 0; i--) {
            shown[i] = (variables[at] & HIDDEN) == 0;
            at = parents[at];
        }
        return shown;
    }
}
