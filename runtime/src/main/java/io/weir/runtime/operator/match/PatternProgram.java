package io.weir.runtime.operator.match;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A pattern as the program of a machine that reads rows (Thompson 1968; Pike's order of threads, as Russ Cox describes
 * it): a thread stands at an instruction, splits where the pattern leaves a choice, and at a variable waits for a row.
 * Of the two ways of a split the first is preferred. Immutable.
 *
 * <pre>
 * A B+? | C      0 split 1, 6    1 row A    2 row B    3 split 4, 2    4 jump 5 ...
 * </pre>
 */
final class PatternProgram {
    /** Repetitions are written out as often as they say. */
    static final int MAX_INSTRUCTIONS = 10_000;

    static final int DONE = -1;
    static final int SPLIT = -2;
    static final int PARTITION_BEGIN = -3;
    static final int PARTITION_END = -4;

    /** In place of the second way of a split that has none. */
    private static final int OUT_ONLY = -1;

    /** The variable of a row, or what is negative above. */
    private int[] codes = new int[16];
    /** Of a split the preferred way; a jump is a split with two equal ways. */
    private int[] firsts = new int[16];

    private int[] seconds = new int[16];
    private boolean[] areHidden = new boolean[16];
    private int size;
    /** While an exclusion is written. */
    private boolean isHiding;

    private PatternProgram() {}

    static PatternProgram of(RowPattern pattern) {
        PatternProgram program = new PatternProgram();
        program.emit(pattern);
        int unused = program.add(DONE);
        return program;
    }

    int size() {
        return size;
    }

    int code(int instruction) {
        return codes[instruction];
    }

    /** Whether the row of an instruction belongs to an exclusion. */
    boolean isHidden(int instruction) {
        return areHidden[instruction];
    }

    int first(int instruction) {
        return firsts[instruction];
    }

    int second(int instruction) {
        return seconds[instruction];
    }

    private int add(int code) {
        if (size == MAX_INSTRUCTIONS) {
            throw new WeirException(
                            ErrorCode.STATEMENT_TOO_COMPLEX,
                            "pattern has more than " + MAX_INSTRUCTIONS + " steps, written out")
                    .withHint("Quantifiers around what no row may meet are the largest: (a b*)* for (a? b*)*.");
        }
        if (size == codes.length) {
            codes = Arrays.copyOf(codes, 2 * size);
            firsts = Arrays.copyOf(firsts, 2 * size);
            seconds = Arrays.copyOf(seconds, 2 * size);
            areHidden = Arrays.copyOf(areHidden, 2 * size);
        }
        areHidden[size] = isHiding;
        codes[size] = code;
        return size++;
    }

    private void emit(RowPattern pattern) {
        if (pattern instanceof RowPattern.Variable variable) {
            int unused = add(variable.variable());
        } else if (pattern instanceof RowPattern.Concatenation concatenation) {
            concatenation.parts().forEach(this::emit);
        } else if (pattern instanceof RowPattern.Alternation alternation) {
            emit(alternation);
        } else if (pattern instanceof RowPattern.Repetition repetition) {
            emit(repetition);
        } else if (pattern instanceof RowPattern.Exclusion exclusion) {
            boolean wasHiding = isHiding;
            isHiding = true;
            emit(exclusion.part());
            isHiding = wasHiding;
        } else if (pattern instanceof RowPattern.PartitionBegin) {
            int unused = add(PARTITION_BEGIN);
        } else if (pattern instanceof RowPattern.PartitionEnd) {
            int unused = add(PARTITION_END);
        } else {
            throw new IllegalStateException("unknown pattern " + pattern);
        }
    }

    private void emit(RowPattern.Alternation alternation) {
        int last = alternation.parts().size() - 1;
        int[] ends = new int[last];
        for (int i = 0; i < last; i++) {
            int split = add(SPLIT);
            firsts[split] = size;
            emit(alternation.parts().get(i));
            ends[i] = add(SPLIT);
            seconds[split] = size;
        }
        emit(alternation.parts().get(last));
        for (int end : ends) {
            jump(end, size);
        }
    }

    private void emit(RowPattern.Repetition repetition) {
        for (int i = 0; i < repetition.min(); i++) {
            emit(repetition.part());
        }
        int left = repetition.max() < 0 ? -1 : repetition.max() - repetition.min();
        if (!repetition.part().canBeEmpty()) {
            emitOptional(repetition.part(), left, repetition.isGreedy());
            return;
        }
        Readings once = Readings.of(repetition.part());
        if (repetition.isGreedy()) {
            emitOptional(once, left);
        } else {
            RowPattern withRow = once.withRow();
            if (withRow != null) {
                emitOptional(withRow, left, false);
            }
        }
    }

    /** Up to so many times what needs a row; -1: without end. */
    private void emitOptional(RowPattern part, int times, boolean isGreedy) {
        if (times < 0) {
            int split = add(SPLIT);
            emit(part);
            jump(add(SPLIT), split);
            choose(split, split + 1, size, isGreedy);
            return;
        }
        int[] splits = new int[times];
        for (int i = 0; i < times; i++) {
            splits[i] = add(SPLIT);
            emit(part);
        }
        for (int split : splits) {
            choose(split, split + 1, size, isGreedy);
        }
    }

    /**
     * Up to so many times what may need none, as often as possible: the readings that are preferred to the empty one,
     * then the way out, then the others.
     */
    private void emitOptional(Readings once, int times) {
        int begin = size;
        int[] toEnd = new int[Math.max(1, times)];
        int endCount = 0;
        for (int i = 0; i < Math.max(1, times) && times != 0; i++) {
            int preferred = add(SPLIT);
            int again = emitWithRow(once.before());
            firsts[preferred] = preferred + 1;
            seconds[preferred] = size;
            if (once.before() == null) {
                jump(preferred, size);
            }
            int out = add(SPLIT);
            toEnd[endCount++] = out;
            seconds[out] = out + 1;
            int last = emitWithRow(once.after());
            int next = times < 0 ? begin : size;
            if (again >= 0) {
                jump(again, next);
            }
            if (last >= 0) {
                jump(last, next);
            }
            if (once.after() == null) {
                seconds[out] = OUT_ONLY;
            }
        }
        for (int i = 0; i < endCount; i++) {
            firsts[toEnd[i]] = size;
            if (seconds[toEnd[i]] == OUT_ONLY) {
                seconds[toEnd[i]] = size;
            }
        }
    }

    /** @return the jump behind it, or -1 */
    private int emitWithRow(@Nullable RowPattern pattern) {
        if (pattern == null) {
            return -1;
        }
        emit(pattern);
        return add(SPLIT);
    }

    private void jump(int from, int to) {
        firsts[from] = to;
        seconds[from] = to;
    }

    private void choose(int split, int more, int less, boolean isGreedy) {
        firsts[split] = isGreedy ? more : less;
        seconds[split] = isGreedy ? less : more;
    }
}
