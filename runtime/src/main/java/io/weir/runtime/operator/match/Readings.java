package io.weir.runtime.operator.match;

import static io.weir.spi.Checks.checkArgument;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ways to read a pattern that no row may meet, parted at the empty one: which are preferred to it, and to which it is
 * preferred. So a repetition can take a row each time, and end where its part is met by none.
 *
 * <pre>
 * a?     a | ()  |           a??    () | a           a? b?    a b? | b | () |
 * </pre>
 *
 * @param before all with a row at least; null: there are none
 * @param after the same; those that are met by no row again are left out, as they are never preferred
 */
record Readings(@Nullable RowPattern before, @Nullable RowPattern after) {
    private static final Readings NOTHING = new Readings(null, null);

    static Readings of(RowPattern pattern) {
        checkArgument(pattern.canBeEmpty(), "pattern %s needs a row", pattern);
        if (pattern instanceof RowPattern.Concatenation concatenation) {
            return ofSequence(concatenation.parts());
        }
        if (pattern instanceof RowPattern.Alternation alternation) {
            return ofAlternatives(alternation.parts());
        }
        if (pattern instanceof RowPattern.Repetition repetition) {
            return ofRepetition(repetition);
        }
        if (pattern instanceof RowPattern.Exclusion exclusion) {
            Readings part = of(exclusion.part());
            return new Readings(excluded(part.before), excluded(part.after));
        }
        throw new IllegalStateException("unknown pattern " + pattern);
    }

    /** All that take a row, in order; null: none. */
    @Nullable RowPattern withRow() {
        return either(before, after);
    }

    private static @Nullable RowPattern withRow(RowPattern pattern) {
        return pattern.canBeEmpty() ? of(pattern).withRow() : pattern;
    }

    private static Readings ofSequence(List<RowPattern> parts) {
        Readings all = NOTHING;
        RowPattern rest = new RowPattern.Concatenation(List.of());
        for (int i = parts.size() - 1; i >= 0; i--) {
            Readings part = of(parts.get(i));
            all = new Readings(either(then(part.before, rest), all.before), either(all.after, then(part.after, rest)));
            rest = new RowPattern.Concatenation(List.of(parts.get(i), rest));
        }
        return all;
    }

    private static Readings ofAlternatives(List<RowPattern> parts) {
        @Nullable RowPattern before = null;
        @Nullable RowPattern after = null;
        boolean isBehind = false;
        for (RowPattern part : parts) {
            if (isBehind) {
                after = either(after, withRow(part));
            } else if (part.canBeEmpty()) {
                isBehind = true;
                Readings readings = of(part);
                before = either(before, readings.before);
                after = readings.after;
            } else {
                before = either(before, part);
            }
        }
        return new Readings(before, after);
    }

    /** {@code e{2,5}} is {@code e e e{0,3}}. */
    private static Readings ofRepetition(RowPattern.Repetition repetition) {
        RowPattern part = repetition.part();
        List<RowPattern> parts = new ArrayList<>();
        for (int i = 0; i < repetition.min(); i++) {
            parts.add(part);
        }
        int left = repetition.max() < 0 ? -1 : repetition.max() - repetition.min();
        Readings optional = ofOptional(part, left, repetition.isGreedy());
        if (parts.isEmpty()) {
            return optional;
        }
        if (left != 0) {
            parts.add(new RowPattern.Repetition(part, 0, left, repetition.isGreedy()));
        }
        return ofSequence(parts);
    }

    /** Up to so many times: one that takes rows, and then the rest. */
    private static Readings ofOptional(RowPattern part, int max, boolean isGreedy) {
        if (max == 0) {
            return NOTHING;
        }
        RowPattern rest = max == 1
                ? new RowPattern.Concatenation(List.of())
                : new RowPattern.Repetition(part, 0, max < 0 ? -1 : max - 1, isGreedy);
        if (!isGreedy) {
            return new Readings(null, then(withRow(part), rest));
        }
        if (!part.canBeEmpty()) {
            return new Readings(then(part, rest), null);
        }
        Readings once = of(part);
        return new Readings(then(once.before, rest), then(once.after, rest));
    }

    private static @Nullable RowPattern excluded(@Nullable RowPattern part) {
        return part == null ? null : new RowPattern.Exclusion(part);
    }

    private static @Nullable RowPattern then(@Nullable RowPattern first, RowPattern second) {
        return first == null ? null : new RowPattern.Concatenation(List.of(first, second));
    }

    private static @Nullable RowPattern either(@Nullable RowPattern preferred, @Nullable RowPattern other) {
        if (preferred == null || other == null) {
            return preferred == null ? other : preferred;
        }
        return new RowPattern.Alternation(List.of(preferred, other));
    }
}
