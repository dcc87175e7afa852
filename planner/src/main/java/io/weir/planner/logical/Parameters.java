package io.weir.planner.logical;

import static io.weir.spi.Checks.checkState;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.math.BigDecimal;
import java.util.List;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.TimeString;
import org.apache.calcite.util.TimestampString;
import org.jspecify.annotations.Nullable;

/** Puts the values of parameters into a plan, as literals. */
final class Parameters extends RexShuttle {
    private static final long MICROS_PER_SECOND = 1_000_000L;

    private final RexBuilder rexBuilder;
    private final List<@Nullable Object> values;

    private Parameters(RexBuilder rexBuilder, List<@Nullable Object> values) {
        this.rexBuilder = rexBuilder;
        this.values = values;
    }

    static RelNode bind(RelNode rel, List<@Nullable Object> values) {
        Parameters parameters = new Parameters(rel.getCluster().getRexBuilder(), values);
        return rel.accept(new RelHomogeneousShuttle() {
            @Override
            public RelNode visit(RelNode other) {
                RelNode bound = other.accept(parameters);
                if (bound instanceof LogicalSort sort) {
                    bound = parameters.sort(sort);
                }
                return super.visit(bound);
            }
        });
    }

    private RelNode sort(Sort sort) {
        RexNode offset = sort.offset == null ? null : sort.offset.accept(this);
        RexNode fetch = sort.fetch == null ? null : sort.fetch.accept(this);
        return LogicalSort.create(sort.getInput(), sort.collation, offset, fetch);
    }

    @Override
    public RexNode visitDynamicParam(RexDynamicParam parameter) {
        if (parameter.getIndex() >= values.size()) {
            throw new WeirException(
                    ErrorCode.PARAMETER_VALUE, "parameter " + (parameter.getIndex() + 1) + " has no value");
        }
        Object value = values.get(parameter.getIndex());
        RelDataType type = parameter.getType();
        if (value == null) {
            return rexBuilder.makeNullLiteral(type);
        }
        return rexBuilder.makeAbstractCast(type, literal(value, type), false);
    }

    private RexNode literal(Object value, RelDataType type) {
        try {
            RelDataType plain = rexBuilder.getTypeFactory().createTypeWithNullability(type, false);
            return rexBuilder.makeLiteral(calciteValue(value, plain), plain, true);
        } catch (ClassCastException e) {
            throw new WeirException(
                    ErrorCode.PARAMETER_VALUE,
                    "a parameter of type " + type + " cannot be a "
                            + value.getClass().getSimpleName(),
                    e);
        }
    }

    private static Object calciteValue(Object value, RelDataType type) {
        return switch (type.getSqlTypeName()) {
            case DATE -> DateString.fromDaysSinceEpoch((Integer) value);
            case TIME -> {
                long micros = (Long) value;
                TimeString time = TimeString.fromMillisOfDay((int) (micros / 1_000_000 * 1000));
                yield fraction(micros).isEmpty() ? time : time.withFraction(fraction(micros));
            }
            case TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> {
                long micros = (Long) value;
                TimestampString timestamp =
                        TimestampString.fromMillisSinceEpoch(Math.floorDiv(micros, MICROS_PER_SECOND) * 1000);
                yield fraction(micros).isEmpty() ? timestamp : timestamp.withFraction(fraction(micros));
            }
            case BINARY, VARBINARY -> new ByteString((byte[]) value);
            case ARRAY, MAP, ROW, MULTISET ->
                throw new WeirException(
                                ErrorCode.UNSUPPORTED_FEATURE, "a parameter cannot be an " + type.getSqlTypeName())
                        .withHint("Pass its elements, or JSON text.");
            default -> {
                if (SqlTypeUtil.isNumeric(type) && !(value instanceof BigDecimal)) {
                    checkState(value instanceof Number, "parameter %s is no number", value);
                    yield value instanceof Double number
                            ? (Object) BigDecimal.valueOf(number)
                            : BigDecimal.valueOf(((Number) value).longValue());
                }
                yield SqlTypeUtil.isInterval(type) ? BigDecimal.valueOf(((Number) value).longValue()) : value;
            }
        };
    }

    /** The digits behind the seconds, without zeros at the end. */
    private static String fraction(long micros) {
        return String.format("%06d", Math.floorMod(micros, MICROS_PER_SECOND)).replaceAll("0+$", "");
    }
}
