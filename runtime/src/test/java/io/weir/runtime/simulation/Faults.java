package io.weir.runtime.simulation;

import java.util.Random;

/** Decides what fails; until {@link #end}, after which all goes well. */
final class Faults {
    private final Random random;
    private final int oneIn;
    private boolean ended;
    private int injected;

    /** @param oneIn about one of so many chances to fail is taken; 0: none */
    Faults(Random random, int oneIn) {
        this.random = random;
        this.oneIn = oneIn;
    }

    void end() {
        ended = true;
    }

    int injected() {
        return injected;
    }

    private boolean strikes(int times) {
        if (ended || oneIn == 0 || random.nextInt(oneIn * times) != 0) {
            return false;
        }
        injected++;
        return true;
    }

    boolean failsWrite() {
        return strikes(2);
    }

    boolean tearsWrite() {
        return strikes(3);
    }

    boolean failsRead() {
        return strikes(6);
    }

    boolean failsPublishBefore() {
        return strikes(1);
    }

    boolean failsPublishAfter() {
        return strikes(1);
    }

    boolean failsPreCommit() {
        return strikes(4);
    }

    boolean failsCommitBefore() {
        return strikes(2);
    }

    boolean failsCommitAfter() {
        return strikes(2);
    }

    boolean failsOperator() {
        return strikes(20);
    }

    boolean failsDelete() {
        return strikes(2);
    }

    boolean isSlowSink() {
        return random.nextInt(4) == 0;
    }
}
