package io.weir.benchmarks.bank;

import io.weir.connector.base.Draw;

/**
 * Transfers of 1, functions of their number. The first ones go round all accounts, so that each has credits and debits;
 * the others go from any account to any other. Times are up to five seconds in disorder.
 */
public final class Transfers {
    public static final int ACCOUNTS = 10;
    public static final long AMOUNT = 1;

    /** How far a transfer's time may lie behind its place. */
    static final long DISORDER_MICROS = 5_000_000;

    private static final long START_MICROS = 1_600_000_000_000_000L;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long MICROS_PER_MILLI = 1000;
    private static final long ACCOUNT_SEED = Draw.fieldSeed(1, 1);
    private static final long TIME_SEED = Draw.fieldSeed(1, 2);

    private Transfers() {}

    static long from(long number) {
        return number < ACCOUNTS ? number : Draw.high(Draw.bits(ACCOUNT_SEED, number, 0), ACCOUNTS);
    }

    static long to(long number) {
        long distance = number < ACCOUNTS ? 0 : Draw.low(Draw.bits(ACCOUNT_SEED, number, 0), ACCOUNTS - 1);
        return (from(number) + 1 + distance) % ACCOUNTS;
    }

    /**
     * Event time in microseconds since the epoch, in whole milliseconds.
     *
     * @param perSecond transfers in a second of event time
     */
    static long micros(long number, long perSecond) {
        long behind = Draw.wide(Draw.bits(TIME_SEED, number, 0), DISORDER_MICROS);
        long micros = START_MICROS + number * MICROS_PER_SECOND / perSecond - behind;
        return micros - micros % MICROS_PER_MILLI;
    }
}
