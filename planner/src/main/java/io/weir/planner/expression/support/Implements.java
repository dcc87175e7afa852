package io.weir.planner.expression.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a public static method as the implementation of SQL functions. Chosen by name, number of arguments and whether
 * the arguments convert to the parameters.
 *
 * <p>Parameters: {@link Text} for text, {@code int}, {@code long}, {@code double}, {@link java.math.BigDecimal},
 * {@code boolean}, {@code Object} for ARRAY, MAP and ROW, {@code Text[]} for all remaining texts, and
 * {@link EvaluationState} last if it is needed. A method that yields text has a {@code Text result} before all others
 * and returns {@code void}, or {@code boolean} where false means null. Other methods return a primitive, or a boxed
 * value that may be null. Times are microseconds.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Implements {
    /** The names of the functions in SQL, upper case. */
    String[] value();

    /**
     * Whether the method is called for null arguments too (only text and object parameters can be null); otherwise they
     * yield null.
     */
    boolean takesNull() default false;

    /** Whether text parameters may be byte strings. */
    boolean takesBytes() default false;
}
