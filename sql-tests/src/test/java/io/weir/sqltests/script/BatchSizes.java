package io.weir.sqltests.script;

import java.util.Random;

/** How rows are cut into batches: as many as there are, or a few at random. */
record BatchSizes(Random random, boolean isRandom) {
    int next(int most) {
        return isRandom ? Math.min(most, 1 + random.nextInt(4)) : most;
    }
}
