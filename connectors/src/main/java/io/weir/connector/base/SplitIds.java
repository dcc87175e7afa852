package io.weir.connector.base;

import static io.weir.spi.Checks.checkArgument;

import java.util.ArrayList;
import java.util.List;

/**
 * Ids for a fixed number of equal splits, chosen so that they spread evenly.
 *
 * <p>{@link io.weir.spi.connector.SourceContext#owns} hashes ids; eight ids taken as they come leave one of two
 * subtasks with six of them often enough to show in every benchmark. So a suffix is searched with which split {@code i}
 * falls to subtask {@code i % parallelism}, for every parallelism up to 8 and for 10, 12, 14, 15 and 16. If the hash
 * function ever changes, the ids stay valid and only lose their balance.
 */
public final class SplitIds {
    public static final int MAX_COUNT = 1024;

    // Least common multiple of all parallelisms that are served.
    private static final int MODULUS = 1680;

    private SplitIds() {}

    /** {@code count} distinct ids, the same ones for the same arguments, for ever. */
    public static List<String> balanced(String prefix, int count) {
        checkArgument(count >= 1 && count <= MAX_COUNT, "%s splits are not 1 to %s", count, MAX_COUNT);
        List<String> ids = new ArrayList<>(count);
        for (int split = 0; split < count; split++) {
            String start = prefix + "-" + split + "-";
            int suffix = 0;
            while (Math.floorMod(mixed(start + suffix), MODULUS) != split % MODULUS) {
                suffix++;
            }
            ids.add(start + suffix);
        }
        return List.copyOf(ids);
    }

    private static int mixed(String id) {
        int hash = id.hashCode() * 0x9E3779B9;
        return hash ^ (hash >>> 16);
    }
}
