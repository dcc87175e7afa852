package io.weir.runtime.operator.calc;

import static java.util.Objects.requireNonNull;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What expressions may know besides their input: the time, the session, chance, and the values of dynamic parameters.
 *
 * @param clockMicros microseconds since the epoch. Read once per batch, so that CURRENT_TIMESTAMP is the same for all
 *     rows of it; a statement that ends passes a clock that stands still
 * @param timeZone the session's: for CURRENT_DATE, LOCALTIMESTAMP, and between TIMESTAMP and TIMESTAMP WITH LOCAL TIME
 *     ZONE
 * @param random for RAND and UUID; used by one thread at a time
 * @param user the name of the session's user, for CURRENT_USER
 * @param parameters the values of the parameters {@code ?}, boxed as {@link io.weir.spi.data.DataType} says;
 *     unmodifiable
 */
public record EvaluationContext(
        LongSupplier clockMicros,
        ZoneId timeZone,
        RandomGenerator random,
        String user,
        List<@Nullable Object> parameters) {

    public EvaluationContext {
        requireNonNull(clockMicros, "clockMicros is null");
        requireNonNull(timeZone, "timeZone is null");
        requireNonNull(random, "random is null");
        requireNonNull(user, "user is null");
        parameters = Collections.unmodifiableList(new ArrayList<>(parameters));
    }

    /** A context without parameters. */
    public EvaluationContext(LongSupplier clockMicros, ZoneId timeZone, RandomGenerator random, String user) {
        this(clockMicros, timeZone, random, user, List.of());
    }
}
