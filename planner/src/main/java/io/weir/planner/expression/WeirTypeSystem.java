package io.weir.planner.expression;

import java.math.RoundingMode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeSystemImpl;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * Weir's limits and derived types, where they differ from Calcite's: decimals of up to 38 digits, times in
 * microseconds, sums and averages that do not lose what they add up, and strings that are not padded where literals of
 * different length meet.
 */
public final class WeirTypeSystem extends RelDataTypeSystemImpl {
    public static final WeirTypeSystem INSTANCE = new WeirTypeSystem();

    public static final int MAX_DECIMAL_PRECISION = 38;
    public static final int MAX_DATETIME_PRECISION = 6;

    /** The least scale of the average of decimals. */
    private static final int AVERAGE_SCALE = 6;

    private WeirTypeSystem() {}

    @Override
    public int getMaxPrecision(SqlTypeName typeName) {
        return switch (typeName) {
            case DECIMAL -> MAX_DECIMAL_PRECISION;
            case CHAR, VARCHAR, BINARY, VARBINARY -> Integer.MAX_VALUE;
            case TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> MAX_DATETIME_PRECISION;
            default -> super.getMaxPrecision(typeName);
        };
    }

    @Override
    public int getMaxScale(SqlTypeName typeName) {
        return typeName == SqlTypeName.DECIMAL ? MAX_DECIMAL_PRECISION : super.getMaxScale(typeName);
    }

    @Override
    public int getDefaultPrecision(SqlTypeName typeName) {
        return switch (typeName) {
            case TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> MAX_DATETIME_PRECISION;
            default -> super.getDefaultPrecision(typeName);
        };
    }

    @Override
    public boolean shouldConvertRaggedUnionTypesToVarying() {
        return true;
    }

    /** Half away from zero wherever digits are dropped: in casts of literals by Calcite, and in Weir's own code. */
    @Override
    public RoundingMode roundingMode() {
        return RoundingMode.HALF_UP;
    }

    /**
     * Whole numbers add up to BIGINT, decimals to the most digits with their scale, floating point numbers to DOUBLE.
     */
    @Override
    public RelDataType deriveSumType(RelDataTypeFactory typeFactory, RelDataType argumentType) {
        RelDataType sum;
        if (SqlTypeUtil.isDecimal(argumentType)) {
            sum = typeFactory.createSqlType(SqlTypeName.DECIMAL, MAX_DECIMAL_PRECISION, argumentType.getScale());
        } else if (SqlTypeUtil.isExactNumeric(argumentType)) {
            sum = typeFactory.createSqlType(SqlTypeName.BIGINT);
        } else if (SqlTypeUtil.isApproximateNumeric(argumentType)) {
            sum = typeFactory.createSqlType(SqlTypeName.DOUBLE);
        } else {
            return argumentType;
        }
        return typeFactory.createTypeWithNullability(sum, argumentType.isNullable());
    }

    /** The average of whole numbers is a DOUBLE, that of DECIMAL(p, s) a DECIMAL(38, max(s, 6)). */
    @Override
    public RelDataType deriveAvgAggType(RelDataTypeFactory typeFactory, RelDataType argumentType) {
        RelDataType average;
        if (SqlTypeUtil.isDecimal(argumentType)) {
            average = typeFactory.createSqlType(
                    SqlTypeName.DECIMAL, MAX_DECIMAL_PRECISION, Math.max(argumentType.getScale(), AVERAGE_SCALE));
        } else if (SqlTypeUtil.isNumeric(argumentType)) {
            average = typeFactory.createSqlType(SqlTypeName.DOUBLE);
        } else {
            return argumentType;
        }
        return typeFactory.createTypeWithNullability(average, argumentType.isNullable());
    }

    /** Covariances, and so variances and deviations, are DOUBLE. */
    @Override
    public RelDataType deriveCovarType(RelDataTypeFactory typeFactory, RelDataType arg0Type, RelDataType arg1Type) {
        return typeFactory.createTypeWithNullability(
                typeFactory.createSqlType(SqlTypeName.DOUBLE), arg0Type.isNullable() || arg1Type.isNullable());
    }
}
