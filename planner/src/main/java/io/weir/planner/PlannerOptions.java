package io.weir.planner;

import static java.util.Objects.requireNonNull;

import io.weir.planner.expression.RowErrorPolicy;
import io.weir.spi.connector.Option;
import io.weir.spi.connector.Options;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * What a session or a job can set about planning.
 *
 * @param parallelism subtasks of each vertex, unless a table says otherwise
 * @param maxParallelism number of key groups; fixed for the life of a job
 * @param timeZone for CURRENT_DATE and for TIMESTAMP_LTZ
 * @param stateTimeToLive state not touched for longer may be dropped; zero: never
 * @param sourceIdleTimeout after this time without rows a split does not hold back the watermark; zero: it always does
 * @param earlyFireDelay how often windows show what they have before they end; zero: never
 * @param allowedLateness how long behind the watermark rows still change a window that has ended
 * @param lateFireDelay how often late rows show in the result of a window that has ended; zero: at once
 * @param lateRowsTable the table that takes rows which come too late; empty: they are counted and left out
 * @param rowErrors what happens when an expression has no value for a row
 * @param aggregatePhases whether aggregations begin before the exchange
 * @param planningTimeout how long planning may take
 */
public record PlannerOptions(
        int parallelism,
        int maxParallelism,
        ZoneId timeZone,
        Duration stateTimeToLive,
        Duration sourceIdleTimeout,
        Duration earlyFireDelay,
        Duration allowedLateness,
        Duration lateFireDelay,
        Optional<String> lateRowsTable,
        RowErrorPolicy rowErrors,
        AggregatePhases aggregatePhases,
        Duration planningTimeout) {
    public static final Option<Long> PARALLELISM =
            Option.integer("parallelism", "1", 1, 32768, "Number of subtasks of each step of a job.");
    public static final Option<Long> MAX_PARALLELISM = Option.integer(
            "max-parallelism",
            "128",
            1,
            32768,
            "Number of key groups, and so the greatest parallelism; fixed for the life of a job.");
    public static final Option<ZoneId> TIME_ZONE = new Option<>(
            "table.local-time-zone",
            PlannerOptions::zone,
            "UTC",
            "Time zone of CURRENT_DATE, LOCALTIMESTAMP and TIMESTAMP_LTZ.",
            false);
    public static final Option<Duration> STATE_TTL = Option.duration(
            "table.exec.state.ttl", "0", "State not touched for longer may be dropped; 0 keeps it for ever.");
    public static final Option<Duration> SOURCE_IDLE_TIMEOUT = Option.duration(
            "table.exec.source.idle-timeout",
            "0",
            "After this time without rows a partition no longer holds back the watermark; 0: it always does.");
    public static final Option<Duration> EARLY_FIRE_DELAY = Option.duration(
            "table.exec.emit.early-fire.delay", "0", "How often windows show what they have before they end.");
    public static final Option<Boolean> EARLY_FIRE = Option.bool(
            "table.exec.emit.early-fire.enabled",
            null,
            "Whether windows show what they have before they end; unless set, they do if there is a delay.");
    public static final Option<Duration> LATE_FIRE_DELAY = Option.duration(
            "table.exec.emit.late-fire.delay",
            "0",
            "How often late rows show in the result of a window that has ended; 0: at once.");
    public static final Option<Boolean> LATE_FIRE = Option.bool(
            "table.exec.emit.late-fire.enabled",
            null,
            "Whether late rows within the allowed lateness correct a window that has ended; unless set, they do.");
    public static final Option<Duration> ALLOW_LATENESS = Option.duration(
            "table.exec.emit.allow-lateness",
            "0",
            "How long behind the watermark a row still corrects a window that has ended.");
    public static final Option<String> LATE_ROWS_TABLE = Option.text(
            "table.exec.late-rows.table",
            null,
            "The table that takes the rows of a job which come too late for their window; unset: they are counted and left out.");
    public static final Option<RowErrorPolicy> ROW_ERRORS = Option.oneOf(
            "table.exec.row-errors",
            RowErrorPolicy.class,
            "fail",
            "What happens when an expression has no value for a row: fail the job, take NULL, or skip the row.");
    public static final Option<AggregatePhases> AGGREGATE_PHASES = Option.oneOf(
            "table.optimizer.agg-phase-strategy",
            AggregatePhases.class,
            "auto",
            "Whether aggregations combine the rows of a batch before the exchange (two-phase) where functions allow it; auto: while it pays.");
    public static final Option<Duration> PLANNING_TIMEOUT =
            Option.duration("table.optimizer.timeout", "30 s", "How long planning a statement may take.");

    private static final Duration SHORTEST_DELAY = Duration.ofMillis(1);

    public PlannerOptions {
        requireNonNull(timeZone, "timeZone is null");
        requireNonNull(lateRowsTable, "lateRowsTable is null");
        requireNonNull(rowErrors, "rowErrors is null");
        requireNonNull(aggregatePhases, "aggregatePhases is null");
        if (parallelism > maxParallelism) {
            throw new WeirException(
                    ErrorCode.OPTION_VALUE,
                    "option 'parallelism' wants at most 'max-parallelism' (" + maxParallelism + "), found '"
                            + parallelism + "'");
        }
    }

    /** All options of this record, for SET, SHOW and checks. */
    public static List<Option<?>> all() {
        return List.of(
                PARALLELISM,
                MAX_PARALLELISM,
                TIME_ZONE,
                STATE_TTL,
                SOURCE_IDLE_TIMEOUT,
                EARLY_FIRE_DELAY,
                EARLY_FIRE,
                ALLOW_LATENESS,
                LATE_FIRE,
                LATE_FIRE_DELAY,
                LATE_ROWS_TABLE,
                ROW_ERRORS,
                AGGREGATE_PHASES,
                PLANNING_TIMEOUT);
    }

    /**
     * Reads them; other keys are ignored.
     *
     * @throws WeirException (OPTION_VALUE) that names the key
     */
    public static PlannerOptions of(Options options) {
        return new PlannerOptions(
                options.get(PARALLELISM).intValue(),
                options.get(MAX_PARALLELISM).intValue(),
                options.get(TIME_ZONE),
                options.get(STATE_TTL),
                options.get(SOURCE_IDLE_TIMEOUT),
                earlyFireDelay(options),
                options.find(LATE_FIRE).orElse(true) ? options.get(ALLOW_LATENESS) : Duration.ZERO,
                options.get(LATE_FIRE_DELAY),
                options.find(LATE_ROWS_TABLE),
                options.get(ROW_ERRORS),
                options.get(AGGREGATE_PHASES),
                options.get(PLANNING_TIMEOUT));
    }

    /** As in Flink, 'enabled' without a delay is as soon as there is something. */
    private static Duration earlyFireDelay(Options options) {
        Duration delay = options.get(EARLY_FIRE_DELAY);
        boolean isEnabled = options.find(EARLY_FIRE).orElse(!delay.isZero());
        return isEnabled ? delay.isZero() ? SHORTEST_DELAY : delay : Duration.ZERO;
    }

    /** The same with another parallelism. */
    public PlannerOptions withParallelism(int count) {
        return new PlannerOptions(
                count,
                maxParallelism,
                timeZone,
                stateTimeToLive,
                sourceIdleTimeout,
                earlyFireDelay,
                allowedLateness,
                lateFireDelay,
                lateRowsTable,
                rowErrors,
                aggregatePhases,
                planningTimeout);
    }

    public static PlannerOptions defaults() {
        return of(Options.empty());
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("a time zone such as 'Europe/Berlin' or '+02:00'", e);
        }
    }
}
