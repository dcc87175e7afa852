package io.weir.runtime.operator.match;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Where threads of earlier starts have stood in vain: at an instruction before a row. Where no condition looks at what
 * rows were matched to, and nothing but the rows bounds a match, a thread of a later start would fail there as well; so
 * starts without a match cost no more than the rows times the length of the program, all together. Reused.
 */
final class HopelessStates {
    /** Beyond, nothing is remembered: 16 MB. */
    private static final int MAX_STATES = 1 << 27;

    private final int instructions;
    private final boolean isWanted;
    private final BitSet hopeless = new BitSet();
    private boolean isOn;
    private int[] trail = new int[64];
    private int trailLength;

    HopelessStates(int instructions, boolean isWanted) {
        this.instructions = instructions;
        this.isWanted = isWanted;
    }

    /** Other rows are searched from now on. */
    void forget(int rowCount) {
        isOn = isWanted && (long) (rowCount + 1) * instructions <= MAX_STATES;
        hopeless.clear();
        trailLength = 0;
    }

    /** Whether a thread need not stand there; if it may, it does from now on. */
    boolean isHopeless(int row, int instruction) {
        if (!isOn) {
            return false;
        }
        int state = row * instructions + instruction;
        if (hopeless.get(state)) {
            return true;
        }
        if (trailLength == trail.length) {
            trail = Arrays.copyOf(trail, 2 * trailLength);
        }
        trail[trailLength++] = state;
        return false;
    }

    /** A start is decided: it has a match, or stood everywhere in vain. */
    void decided(boolean isInVain) {
        if (isInVain) {
            for (int i = 0; i < trailLength; i++) {
                hopeless.set(trail[i]);
            }
        }
        trailLength = 0;
    }
}
