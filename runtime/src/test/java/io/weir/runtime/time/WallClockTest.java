package io.weir.runtime.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

class WallClockTest {
    private static final WallClock BERLIN =
            new WallClock(ZoneId.of("Europe/Berlin").getRules());

    private static long micros(String utc) {
        return ChronoUnit.MICROS.between(LocalDateTime.of(1970, 1, 1, 0, 0), LocalDateTime.parse(utc));
    }

    @Test
    void aTimeThatComesTwiceIsTheFirstUnlessTheOtherIsWanted() {
        long local = micros("2026-10-25T02:30:00.000001");
        long first = micros("2026-10-25T00:30:00.000001");
        long second = micros("2026-10-25T01:30:00.000001");
        assertThat(BERLIN.toInstant(local)).isEqualTo(first);
        assertThat(BERLIN.firstInstant(local)).isEqualTo(first);
        assertThat(BERLIN.toInstant(local, second)).isEqualTo(second);
        assertThat(BERLIN.toInstant(local, first)).isEqualTo(first);
        assertThat(BERLIN.toLocal(first)).isEqualTo(local);
        assertThat(BERLIN.toLocal(second)).isEqualTo(local);
    }

    @Test
    void aTimeThatNeverComesIsLaterOrPassedAtOnce() {
        long local = micros("2026-03-29T02:30:00");
        assertThat(BERLIN.toInstant(local)).isEqualTo(micros("2026-03-29T01:30:00"));
        assertThat(BERLIN.firstInstant(local)).isEqualTo(micros("2026-03-29T01:00:00"));
    }

    @Test
    void aClockThatIsNeverChangedIsAheadByItsOffset() {
        WallClock clock = new WallClock(ZoneOffset.ofHoursMinutes(5, 30).getRules());
        long local = micros("1969-12-31T23:59:59.999999");
        assertThat(clock.toInstant(local)).isEqualTo(micros("1969-12-31T18:29:59.999999"));
        assertThat(clock.toInstant(local, 0)).isEqualTo(clock.toInstant(local));
        assertThat(clock.firstInstant(local)).isEqualTo(clock.toInstant(local));
        assertThat(clock.toLocal(clock.toInstant(local))).isEqualTo(local);
    }
}
