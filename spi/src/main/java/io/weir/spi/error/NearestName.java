package io.weir.spi.error;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that was probably meant, for "did you mean" hints. */
public final class NearestName {
    private NearestName() {}

    /**
     * The candidate with the least edit distance to the name, without regard to case, if it is near enough to be
     * helpful.
     */
    public static Optional<String> of(String name, Collection<String> candidates) {
        String wanted = name.toLowerCase(Locale.ROOT);
        // In a short name every second letter may be changed into that of any other name.
        int bound = wanted.length() < 2 ? 0 : wanted.length() < 5 ? 1 : Math.max(2, wanted.length() / 3);
        String best = null;
        int bestDistance = bound + 1;
        for (String candidate : candidates) {
            if (Math.abs(candidate.length() - wanted.length()) >= bestDistance) {
                continue;
            }
            int distance = distance(wanted, candidate.toLowerCase(Locale.ROOT));
            if (distance < bestDistance) {
                bestDistance = distance;
                best = candidate;
            }
        }
        return Optional.ofNullable(best);
    }

    /** A hint sentence, or an empty string. */
    public static String hint(String name, Collection<String> candidates) {
        return of(name, candidates)
                .map(near -> "Did you mean \"" + near + "\"?")
                .orElse("");
    }

    // Damerau-Levenshtein in its optimal string alignment form: a swap of neighbours, the most frequent typing error,
    // counts once.
    private static int distance(String a, String b) {
        int[] beforePrevious = new int[b.length() + 1];
        int[] previous = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                current[j] = Math.min(Math.min(current[j - 1], previous[j]) + 1, previous[j - 1] + cost);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    current[j] = Math.min(current[j], beforePrevious[j - 2] + 1);
                }
            }
            int[] spare = beforePrevious;
            beforePrevious = previous;
            previous = current;
            current = spare;
        }
        return previous[b.length()];
    }
}
