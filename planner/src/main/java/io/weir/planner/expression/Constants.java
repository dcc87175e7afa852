package io.weir.planner.expression;

import io.weir.planner.expression.support.Arithmetic;
import io.weir.planner.expression.support.Text;
import io.weir.spi.data.DataType;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns the constants of a class into what its fields hold. */
final class Constants {
    private Constants() {}

    /**
     * Stands in the constants of a class for the value of a parameter {@code ?}, which is known when an evaluator is
     * made.
     */
    record Parameter(int index, DataType type) {}

    /** A boxed value as generated code holds it. */
    static @Nullable Object physical(DataType type, @Nullable Object boxed) {
        if (boxed == null) {
            return null;
        }
        return switch (JavaKind.of(type)) {
            case BOOLEAN, DECIMAL, OBJECT -> boxed;
            case INT -> ((Number) boxed).intValue();
            case LONG ->
                boxed instanceof BigDecimal decimal
                        ? Arithmetic.toUnscaled(decimal, type.scale(), Long.MAX_VALUE)
                        : ((Number) boxed).longValue();
            case DOUBLE -> ((Number) boxed).doubleValue();
            case TEXT -> boxed instanceof byte[] bytes ? new Text(bytes) : Text.of((String) boxed);
        };
    }

    /** The constants of one evaluator: parameters are replaced by their values. */
    static @Nullable Object[] resolve(List<Object> constants, List<@Nullable Object> parameters) {
        @Nullable Object[] resolved = new Object[constants.size()];
        for (int i = 0; i < resolved.length; i++) {
            Object constant = constants.get(i);
            resolved[i] = constant instanceof Parameter parameter
                    ? physical(parameter.type, parameters.get(parameter.index))
                    : constant;
        }
        return resolved;
    }
}
