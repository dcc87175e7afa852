package io.weir.runtime.operator.window;

import io.weir.runtime.operator.window.WindowSpec.Kind;
import io.weir.runtime.time.WallClock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Windows over instants, laid by the clock of a time zone.
 *
 * <p>Only windows that are longer than a change of the clock, and would be cut by it, follow the clock: days, or two
 * hours where clocks are changed by one. All others stay regular, which is right to the microsecond where every offset
 * of the zone is a multiple of them (minutes, hours), and keeps the hour that comes twice two hours. Which offsets a
 * zone has is seen from 1970 on: before, many had odd ones.
 */
public final class ZonedWindows {
    private static final long MICROS_PER_SECOND = 1_000_000L;
    /** Long after all changes of the zones' rules. */
    private static final Instant SETTLED = Instant.parse("2100-01-01T00:00:00Z");

    private ZonedWindows() {}

    /**
     * Windows as the clock of a zone shows them; the same as without a zone if that makes no difference.
     *
     * @param window regular
     */
    public static WindowSpec of(WindowSpec window, ZoneRules rules) {
        long unit = window.kind() == Kind.CUMULATE ? window.sizeMicros() : window.sliceMicros();
        long offset = micros(rules.getStandardOffset(SETTLED));
        boolean isRegular = offsets(rules).allMatch(other -> (micros(other) - offset) % unit == 0);
        if (!isRegular && unit >= longestPutBack(rules)) {
            return new WindowSpec(
                    window.kind(),
                    window.sizeMicros(),
                    window.stepMicros(),
                    window.offsetMicros(),
                    Optional.of(new WallClock(rules)));
        }
        long aligned = window.kind() == Kind.CUMULATE ? window.sizeMicros() : window.stepMicros();
        return offset % aligned == 0
                ? window
                : new WindowSpec(
                        window.kind(), window.sizeMicros(), window.stepMicros(), window.offsetMicros() - offset);
    }

    private static Stream<ZoneOffset> offsets(ZoneRules rules) {
        return Stream.concat(
                Stream.of(rules.getOffset(Instant.EPOCH)),
                transitions(rules).stream().map(ZoneOffsetTransition::getOffsetAfter));
    }

    private static long longestPutBack(ZoneRules rules) {
        return transitions(rules).stream()
                .map(ZoneOffsetTransition::getDuration)
                .filter(Duration::isNegative)
                .mapToLong(duration -> -duration.toSeconds() * MICROS_PER_SECOND)
                .max()
                .orElse(0);
    }

    private static List<ZoneOffsetTransition> transitions(ZoneRules rules) {
        List<ZoneOffsetTransition> transitions = new ArrayList<>();
        rules.getTransitions().stream()
                .filter(transition -> transition.getInstant().isAfter(Instant.EPOCH))
                .forEach(transitions::add);
        rules.getTransitionRules().forEach(rule -> transitions.add(rule.createTransition(2100)));
        return transitions;
    }

    private static long micros(ZoneOffset offset) {
        return offset.getTotalSeconds() * MICROS_PER_SECOND;
    }
}
