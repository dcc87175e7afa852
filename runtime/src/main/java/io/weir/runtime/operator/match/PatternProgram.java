package io.weir.runtime.operator.match;

import static io.weir.spi.Checks.checkArgument;

import java.util.Arrays;

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

    /** The variable of a row, or {@link #DONE}, or {@link #SPLIT}. */
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
        checkArgument(size < MAX_INSTRUCTIONS, "pattern has more than %s steps", MAX_INSTRUCTIONS);
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
        if (repetition.max() < 0) {
            int split = add(SPLIT);
            emit(repetition.part());
            jump(add(SPLIT), split);
            choose(split, split + 1, size, repetition.isGreedy());
            return;
        }
        int optional = repetition.max() - repetition.min();
        int[] splits = new int[optional];
        for (int i = 0; i < optional; i++) {
            splits[i] = add(SPLIT);
            emit(repetition.part());
        }
        for (int split : splits) {
            choose(split, split + 1, size, repetition.isGreedy());
        }
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
