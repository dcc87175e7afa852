package io.weir.planner.logical;

import static io.weir.spi.Checks.checkState;
import static java.util.Objects.requireNonNull;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptPredicateList;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Match;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.logical.LogicalMatch;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSimplify;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.TimeString;
import org.apache.calcite.util.TimestampString;
import org.jspecify.annotations.Nullable;

/**
 * Puts the values of parameters into a plan, as literals.
 *
 * <p>What a value decides is decided at once: rules that follow rely on plans in which nothing is compared with NULL.
 */
final class Parameters extends RexShuttle {
    private static final long MICROS_PER_SECOND = 1_000_000L;

    /** What stands for a number whose value is not known: more than one row, one group, one of anything. */
    private static final Object SOME_NUMBER = 2L;

    private final RexBuilder rexBuilder;
    private final RexSimplify simplify;
    private final Function<RexDynamicParam, RexNode> binding;

    private Parameters(RelOptCluster cluster, Function<RexDynamicParam, RexNode> binding) {
        this.rexBuilder = cluster.getRexBuilder();
        this.simplify = new RexSimplify(
                rexBuilder,
                RelOptPredicateList.EMPTY,
                requireNonNull(cluster.getPlanner().getExecutor(), "planner has no executor"));
        this.binding = binding;
    }

    static RelNode bind(RelNode rel, List<@Nullable Object> values) {
        RexBuilder rexBuilder = rel.getCluster().getRexBuilder();
        Function<RexDynamicParam, RexNode> bound = parameter -> literal(rexBuilder, parameter, values);
        return replace(rel, bound, bound);
    }

    /**
     * Leaves the parameters in the plan, except where a plan depends on the value itself: the number of rows wanted.
     */
    static RelNode leave(RelNode rel) {
        RexBuilder rexBuilder = rel.getCluster().getRexBuilder();
        return replace(rel, parameter -> parameter, parameter -> some(rexBuilder, parameter));
    }

    /** Puts some number where a parameter is a number, and leaves the others. */
    static RelNode assume(RelNode rel) {
        RexBuilder rexBuilder = rel.getCluster().getRexBuilder();
        Function<RexDynamicParam, RexNode> number = parameter -> some(rexBuilder, parameter);
        return replace(rel, number, number);
    }

    private static RelNode replace(
            RelNode rel,
            Function<RexDynamicParam, RexNode> inExpressions,
            Function<RexDynamicParam, RexNode> inLimits) {
        Parameters expressions = new Parameters(rel.getCluster(), inExpressions);
        Parameters limits = new Parameters(rel.getCluster(), inLimits);
        return rel.accept(new RelHomogeneousShuttle() {
            @Override
            public RelNode visit(RelNode other) {
                if (other instanceof LogicalSort sort) {
                    return super.visit(limits.sort(sort));
                }
                if (other instanceof Match match) {
                    return super.visit(match(match, inExpressions));
                }
                return super.visit(
                        other instanceof Filter filter ? expressions.filter(filter) : other.accept(expressions));
            }
        });
    }

    /** Nothing is decided at once: what simplifying knows of types does not hold for columns of pattern variables. */
    private static RelNode match(Match match, Function<RexDynamicParam, RexNode> binding) {
        RexShuttle shuttle = new RexShuttle() {
            @Override
            public RexNode visitDynamicParam(RexDynamicParam parameter) {
                return binding.apply(parameter);
            }
        };
        return LogicalMatch.create(
                match.getInput(),
                match.getRowType(),
                match.getPattern(),
                match.isStrictStart(),
                match.isStrictEnd(),
                applied(match.getPatternDefinitions(), shuttle),
                applied(match.getMeasures(), shuttle),
                match.getAfter(),
                match.getSubsets(),
                match.isAllRows(),
                match.getPartitionKeys(),
                match.getOrderKeys(),
                match.getInterval());
    }

    private static Map<String, RexNode> applied(Map<String, RexNode> expressions, RexShuttle shuttle) {
        Map<String, RexNode> applied = new LinkedHashMap<>();
        expressions.forEach((name, expression) -> applied.put(name, expression.accept(shuttle)));
        return applied;
    }

    private RelNode sort(Sort sort) {
        return LogicalSort.create(sort.getInput(), sort.collation, limit(sort.offset), limit(sort.fetch));
    }

    /**
     * A filter takes no condition that is a cast to a type with nulls: what a comparison is that can have none any
     * more.
     */
    private RelNode filter(Filter filter) {
        RexNode condition = filter.getCondition().accept(this);
        return filter.copy(
                filter.getTraitSet(),
                filter.getInput(),
                RexUtil.removeNullabilityCast(filter.getCluster().getTypeFactory(), condition));
    }

    private @Nullable RexNode limit(@Nullable RexNode rows) {
        return rows == null ? null : RexUtil.removeCast(rows.accept(this));
    }

    @SuppressWarnings("ReferenceEquality") // a call without parameters comes back itself
    @Override
    public RexNode visitCall(RexCall call) {
        RexNode bound = super.visitCall(call);
        return bound == call ? call : simplify.simplifyPreservingType(bound);
    }

    @Override
    public RexNode visitDynamicParam(RexDynamicParam parameter) {
        return binding.apply(parameter);
    }

    private static RexNode some(RexBuilder rexBuilder, RexDynamicParam parameter) {
        return SqlTypeUtil.isNumeric(parameter.getType())
                ? literal(rexBuilder, parameter.getType(), SOME_NUMBER)
                : parameter;
    }

    private static RexNode literal(RexBuilder rexBuilder, RexDynamicParam parameter, List<@Nullable Object> values) {
        if (parameter.getIndex() >= values.size()) {
            throw new WeirException(
                    ErrorCode.PARAMETER_VALUE, "parameter " + (parameter.getIndex() + 1) + " has no value");
        }
        Object value = values.get(parameter.getIndex());
        RelDataType type = parameter.getType();
        return value == null ? rexBuilder.makeNullLiteral(type) : literal(rexBuilder, type, value);
    }

    private static RexNode literal(RexBuilder rexBuilder, RelDataType type, Object value) {
        try {
            if (value instanceof Double number && !Double.isFinite(number)) {
                // Calcite's literals are decimal numbers.
                return rexBuilder.makeAbstractCast(type, rexBuilder.makeLiteral(number.toString()), false);
            }
            RelDataType plain = rexBuilder.getTypeFactory().createTypeWithNullability(type, false);
            RexNode literal = rexBuilder.makeLiteral(calciteValue(value, plain), plain, true);
            return rexBuilder.makeAbstractCast(type, literal, false);
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
