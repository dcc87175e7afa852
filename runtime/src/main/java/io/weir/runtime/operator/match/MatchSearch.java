package io.weir.runtime.operator.match;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.Arrays;

/**
 * Looks for the match that begins at a row: of all ways in which the pattern can be read, the one that the standard
 * prefers (ISO/IEC 9075-2, row pattern recognition). Threads are kept in the order of preference; one that is done drops
 * those behind it, and is the match unless one before it gets there too.
 *
 * <p>Where no condition looks at what rows before were matched to, two threads at one instruction have the same future,
 * and only the preferred one goes on: a row costs at most as much as the program is long. Otherwise each goes on, up to
 * a bound.
 *
 * <p>Use: {@link #begin} for the rows of a partition, then {@link #find} for one start after the other.
 */
final class MatchSearch {
    /** Threads of one start at one row. */
    static final int MAX_THREADS = 10_000;

    /** Rows that threads of one start were matched to, all together; each holds eight bytes. */
    static final int MAX_NODES = 4_000_000;

    /** Rows that conditions of one start have looked at, all together: about a second. */
    static final long MAX_LOOKS = 100_000_000;

    /** What a condition costs, in rows, that is computed for one thread. */
    private static final int LOOKS_PER_CONDITION = 64;

    private final PatternProgram program;
    private final boolean mergesThreads;
    private final MatchedRows matched = new MatchedRows();
    private final HopelessStates hopeless;

    private int[] instructions = new int[16];
    private int[] nodes = new int[16];
    private int count;
    private int[] nextInstructions = new int[16];
    private int[] nextNodes = new int[16];
    private int nextCount;
    /** By instruction, the last visit in which it was reached. */
    private final long[] visited;

    private long visit;
    private int[] stack = new int[16];
    private long looks;

    private int rowCount;
    private int beginRow;
    private boolean isEnded;
    private int end;
    private int bestNode;

    /** What came out. */
    enum Outcome {
        MATCH,
        NONE,
        /** It depends on rows that are not there yet. */
        UNDECIDED
    }

    /** The conditions of the variables. */
    interface Conditions {
        /**
         * Whether a row can be matched to a variable.
         *
         * @param matched what the rows before it were matched to: the rows from {@code node} to the root
         */
        boolean test(int variable, int row, MatchedRows matched, int node, int start);
    }

    /**
     * @param mergesThreads whether no condition looks at what other rows were matched to
     * @param isEndless whether a match may end at any row, however far from its first
     */
    MatchSearch(PatternProgram program, boolean mergesThreads, boolean isEndless) {
        this.program = program;
        this.mergesThreads = mergesThreads;
        this.hopeless = new HopelessStates(program.size(), mergesThreads && isEndless);
        this.visited = new long[program.size()];
    }

    /**
     * Other rows are searched from now on.
     *
     * @param beginsPartition whether the first of them is the first of its partition
     * @param endsPartition whether no row will ever come behind the last
     */
    void begin(int newRowCount, boolean beginsPartition, boolean endsPartition) {
        rowCount = newRowCount;
        beginRow = beginsPartition ? 0 : -1;
        isEnded = endsPartition;
        hopeless.forget(newRowCount);
    }

    /** Of a match: the row behind its last one. */
    int end() {
        return end;
    }

    /** Of a match: the variable of each of its rows. */
    int[] variables(int start) {
        int[] variables = new int[end - start];
        matched.copy(bestNode, variables.length, variables);
        return variables;
    }

    /** Of a match, by row: whether ALL ROWS PER MATCH shows it. */
    boolean[] shown(int start) {
        return matched.shown(bestNode, end - start);
    }

    /**
     * @param start the first row
     * @param limit the row behind the last that may take part
     * @param isFinal whether no row behind that will ever take part
     */
    Outcome find(int start, int limit, boolean isFinal, Conditions conditions) {
        Outcome outcome = search(start, limit, isFinal, conditions);
        hopeless.decided(outcome == Outcome.NONE);
        return outcome;
    }

    private Outcome search(int start, int limit, boolean isFinal, Conditions conditions) {
        matched.clear();
        bestNode = MatchedRows.ROOT;
        looks = 0;
        boolean found = false;
        nextCount = 0;
        visit++;
        follow(0, MatchedRows.ROOT, start);
        swap();
        for (int row = start; ; row++) {
            int done = firstDone();
            if (done < count) {
                found = true;
                bestNode = nodes[done];
                end = row;
                count = done;
            }
            if (count == 0) {
                return found ? Outcome.MATCH : Outcome.NONE;
            }
            if (row >= limit) {
                return isFinal && !waitsForEnd() ? found ? Outcome.MATCH : Outcome.NONE : Outcome.UNDECIDED;
            }
            step(row, start, conditions);
        }
    }

    /** Whether it matters that another row of the partition may come, though it would be no part of the match. */
    private boolean waitsForEnd() {
        for (int thread = 0; thread < count; thread++) {
            if (program.code(instructions[thread]) == PatternProgram.PARTITION_END) {
                return true;
            }
        }
        return false;
    }

    private int firstDone() {
        int thread = 0;
        while (thread < count && program.code(instructions[thread]) != PatternProgram.DONE) {
            thread++;
        }
        return thread;
    }

    private void step(int row, int start, Conditions conditions) {
        nextCount = 0;
        visit++;
        for (int thread = 0; thread < count; thread++) {
            int instruction = instructions[thread];
            int variable = program.code(instruction);
            int node = nodes[thread];
            if (variable < 0) {
                continue; // waited for the end of the partition, and here is a row
            }
            if (!mergesThreads) {
                looks += LOOKS_PER_CONDITION + row - start;
                checkBounds();
            }
            if (conditions.test(variable, row, matched, node, start)) {
                if (!mergesThreads) {
                    visit++;
                }
                follow(instruction + 1, matched.add(node, variable, program.isHidden(instruction)), row + 1);
            }
        }
        checkBounds();
        swap();
    }

    private void checkBounds() {
        if (nextCount > MAX_THREADS || matched.size() > MAX_NODES || looks > MAX_LOOKS) {
            throw new WeirException(
                            ErrorCode.LIMIT_EXCEEDED,
                            "pattern wants too much work for the matches that could begin at one row: "
                                    + nextCount + " ways to read it at once (at most " + MAX_THREADS + "), "
                                    + matched.size() + " rows in all ways (at most " + MAX_NODES + "), "
                                    + looks + " rows looked at by conditions (at most " + MAX_LOOKS + ")")
                    .withHint(
                            "WITHIN bounds the rows of a match; reluctant quantifiers (*?) and conditions that exclude"
                                    + " each other leave fewer ways.");
        }
    }

    private void swap() {
        int[] ownInstructions = instructions;
        int[] ownNodes = nodes;
        instructions = nextInstructions;
        nodes = nextNodes;
        count = nextCount;
        nextInstructions = ownInstructions;
        nextNodes = ownNodes;
    }

    /** Adds the threads at which an instruction ends up before a row, in the order of preference. */
    private void follow(int instruction, int node, int row) {
        int depth = 0;
        stack[depth++] = instruction;
        while (depth > 0) {
            int at = stack[--depth];
            if (visited[at] == visit) {
                continue;
            }
            visited[at] = visit;
            int code = program.code(at);
            if (code == PatternProgram.PARTITION_BEGIN || (code == PatternProgram.PARTITION_END && isEnded)) {
                if (row == (code == PatternProgram.PARTITION_BEGIN ? beginRow : rowCount)) {
                    stack[depth++] = at + 1;
                }
                continue;
            }
            if (code != PatternProgram.SPLIT) {
                boolean isInVain = code == PatternProgram.PARTITION_END && row < rowCount;
                if (!isInVain && !hopeless.isHopeless(row, at)) {
                    add(at, node);
                }
                continue;
            }
            if (depth + 2 > stack.length) {
                stack = Arrays.copyOf(stack, 2 * stack.length);
            }
            stack[depth++] = program.second(at);
            stack[depth++] = program.first(at);
        }
    }

    private void add(int instruction, int node) {
        if (nextCount == nextInstructions.length) {
            nextInstructions = Arrays.copyOf(nextInstructions, 2 * nextCount);
            nextNodes = Arrays.copyOf(nextNodes, 2 * nextCount);
        }
        nextInstructions[nextCount] = instruction;
        nextNodes[nextCount++] = node;
    }
}
