package io.weir.planner.expression.support;

import io.weir.runtime.operator.calc.EvaluationContext;
import io.weir.runtime.time.WallClock;
import java.time.ZoneId;
import java.util.Locale;
import java.util.TimeZone;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.linq4j.QueryProvider;
import org.apache.calcite.schema.SchemaPlus;
import org.jspecify.annotations.Nullable;

/**
 * What one evaluator knows besides its input: the context, with the time read once per batch. Also the root that
 * Calcite's code asks.
 */
public final class EvaluationState implements DataContext {
    private final EvaluationContext context;
    private final WallClock clock;
    private final RegularExpressions regularExpressions = new RegularExpressions();
    private final DatetimeFormats datetimeFormats = new DatetimeFormats();
    private long nowMicros;
    private boolean nowKnown;

    public EvaluationState(EvaluationContext context) {
        this.context = context;
        this.clock = new WallClock(context.timeZone().getRules());
    }

    /** From here on it is a new batch: the time is read again when it is asked for. */
    public void startBatch() {
        nowKnown = false;
    }

    /** Microseconds since the epoch; the same for all rows of a batch. */
    public long nowMicros() {
        if (!nowKnown) {
            nowMicros = context.clockMicros().getAsLong();
            nowKnown = true;
        }
        return nowMicros;
    }

    /** The time in the session's time zone, as a TIMESTAMP. */
    public long localNowMicros() {
        return toLocalMicros(nowMicros());
    }

    /** An instant as the session's clock shows it. */
    public long toLocalMicros(long instantMicros) {
        return clock.toLocal(instantMicros);
    }

    /** The instant at which the session's clock shows a time; the earlier offset where that happens twice or never. */
    public long toInstantMicros(long localMicros) {
        return clock.toInstant(localMicros);
    }

    /** FLOOR of an instant to a unit, the ordinal of a {@link Datetimes.Unit}, as the session's clock counts it. */
    public long floorInstant(int unit, long instantMicros) {
        long offset = clock.offsetMicros(instantMicros);
        long floor = Datetimes.floor(unit, instantMicros + offset);
        return Datetimes.isOfDays(unit) ? clock.firstInstant(floor) : floor - offset;
    }

    /** CEIL of an instant to a unit. */
    public long ceilInstant(int unit, long instantMicros) {
        long offset = clock.offsetMicros(instantMicros);
        long ceil = Datetimes.ceil(unit, instantMicros + offset);
        return Datetimes.isOfDays(unit) ? clock.firstInstant(ceil) : ceil - offset;
    }

    /** Adds months of the session's calendar; the offset stays if it can. */
    public long addMonths(long instantMicros, int months) {
        return clock.toInstant(Datetimes.addMonths(clock.toLocal(instantMicros), months), instantMicros);
    }

    public ZoneId timeZone() {
        return context.timeZone();
    }

    RegularExpressions regularExpressions() {
        return regularExpressions;
    }

    DatetimeFormats datetimeFormats() {
        return datetimeFormats;
    }

    public RandomGenerator random() {
        return context.random();
    }

    public String user() {
        return context.user();
    }

    /** A random (version 4) UUID from the context's randomness, so that a simulation repeats itself. */
    public String uuid() {
        long high = (context.random().nextLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x4000L;
        long low = (context.random().nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    /** Called by Calcite's generated code with the names of {@link Variable}. */
    @Override
    public @Nullable Object get(String name) {
        if (name.equals(Variable.UTC_TIMESTAMP.camelName)) {
            return nowMicros() / 1000;
        }
        if (name.equals(Variable.CURRENT_TIMESTAMP.camelName) || name.equals(Variable.LOCAL_TIMESTAMP.camelName)) {
            return Math.floorDiv(localNowMicros(), 1000L);
        }
        if (name.equals(Variable.TIME_ZONE.camelName)) {
            return TimeZone.getTimeZone(context.timeZone());
        }
        if (name.equals(Variable.LOCALE.camelName)) {
            return Locale.ENGLISH;
        }
        if (name.equals(Variable.USER.camelName) || name.equals(Variable.SYSTEM_USER.camelName)) {
            return context.user();
        }
        return null;
    }

    @Override
    public @Nullable SchemaPlus getRootSchema() {
        return null;
    }

    @Override
    public JavaTypeFactory getTypeFactory() {
        throw new UnsupportedOperationException("expressions have no type factory at run time");
    }

    @Override
    public QueryProvider getQueryProvider() {
        throw new UnsupportedOperationException("expressions have no query provider");
    }
}
