package io.weir.runtime.operator.aggregate;

/**
 * Whether it pays to combine rows before they are exchanged: only if a batch has far fewer groups than rows. Found out
 * by trying, ever more rarely as long as it does not pay.
 */
final class CombinePolicy {
    /** With fewer rows there is nothing to gain, and nothing to learn. */
    private static final int LEAST_ROWS = 16;

    private static final int LONGEST_PAUSE = 64;

    private final boolean always;
    private int pause = 1;
    private int batchesToPass;

    /** @param always whether to combine whatever it costs */
    CombinePolicy(boolean always) {
        this.always = always;
    }

    /** Whether to count the groups of this batch. */
    boolean tries(int rowCount) {
        if (always) {
            return true;
        }
        if (rowCount < LEAST_ROWS) {
            return false;
        }
        if (batchesToPass > 0) {
            batchesToPass--;
            return false;
        }
        return true;
    }

    /** Whether a batch that was tried is to be combined. */
    boolean pays(int rowCount, int groupCount) {
        // A group costs in both phases, a row that is combined only in the first.
        if (always || groupCount <= rowCount / 2) {
            pause = 1;
            return true;
        }
        batchesToPass = pause;
        pause = Math.min(pause * 2, LONGEST_PAUSE);
        return false;
    }
}
