package io.weir.runtime.operator.aggregate;

import static io.weir.spi.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.weir.runtime.operator.SortKey;
import io.weir.spi.data.DataType;
import java.util.List;

/**
 * One aggregate of a query.
 *
 * @param arguments columns of the input
 * @param argumentTypes their types
 * @param filterColumn a BOOLEAN column: only rows where it is TRUE count; -1: all rows
 * @param distinct whether equal arguments count once
 * @param order for LISTAGG and ARRAY_AGG: the order of the rows in the result; empty elsewhere
 * @param literals constant arguments as boxed values: the separator of LISTAGG
 */
public record AggregateCall(
        Kind kind,
        List<Integer> arguments,
        List<DataType> argumentTypes,
        int filterColumn,
        boolean distinct,
        List<SortKey> order,
        DataType resultType,
        List<Object> literals) {

    /** What is computed. Rows whose argument is NULL do not count, but for those that say so. */
    public enum Kind {
        /** Of rows, if there is no argument. */
        COUNT,
        /** NULL over no rows. */
        SUM,
        /** 0 over no rows. */
        SUM0,
        AVG,
        MIN,
        MAX,
        /** Any of the values; NULL only if there is no other. */
        ANY_VALUE,
        /** The only value, NULL counts; more than one row is an error (scalar subqueries). */
        SINGLE_VALUE,
        /** First in {@code order}, or in order of arrival; NULL counts. */
        FIRST_VALUE,
        LAST_VALUE,
        BOOL_AND,
        BOOL_OR,
        BIT_AND,
        BIT_OR,
        BIT_XOR,
        VAR_POP,
        VAR_SAMP,
        STDDEV_POP,
        STDDEV_SAMP,
        COVAR_POP,
        COVAR_SAMP,
        /** Of pairs without NULL. */
        REGR_COUNT,
        REGR_SXX,
        REGR_SYY,
        LISTAGG,
        /** NULL counts. */
        ARRAY_AGG,
        /** The most frequent value, the least of them if there are several. */
        MODE
    }

    public AggregateCall {
        requireNonNull(kind, "kind is null");
        requireNonNull(resultType, "resultType is null");
        arguments = List.copyOf(arguments);
        argumentTypes = List.copyOf(argumentTypes);
        order = List.copyOf(order);
        literals = List.copyOf(literals);
        checkArgument(
                arguments.size() == argumentTypes.size(),
                "%s has %s arguments, %s types",
                kind,
                arguments.size(),
                argumentTypes.size());
    }

    /** A call without filter, DISTINCT, order and literals. */
    public static AggregateCall of(
            Kind kind, List<Integer> arguments, List<DataType> argumentTypes, DataType resultType) {
        return new AggregateCall(kind, arguments, argumentTypes, -1, false, List.of(), resultType, List.of());
    }
}
