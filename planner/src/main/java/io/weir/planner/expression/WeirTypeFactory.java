package io.weir.planner.expression;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.calcite.jdbc.JavaTypeFactoryImpl;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.SqlTypeMappingRule;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;

/**
 * The type factory of every Calcite cluster that Weir makes: {@link WeirTypeSystem}, text in UTF-8, and a usable bare
 * DECIMAL.
 */
public final class WeirTypeFactory extends JavaTypeFactoryImpl {
    /**
     * Digits after the point of a DECIMAL written without precision: enough for money and rates, 29 digits before the
     * point.
     */
    public static final int BARE_DECIMAL_SCALE = 9;

    public WeirTypeFactory() {
        super(WeirTypeSystem.INSTANCE);
    }

    @Override
    public Charset getDefaultCharset() {
        return StandardCharsets.UTF_8;
    }

    /**
     * As written; a bare DECIMAL is DECIMAL(38, 9), because the standard's (p, 0) would silently cut off what users
     * store in it.
     */
    @Override
    public RelDataType createSqlType(SqlTypeName typeName) {
        if (typeName == SqlTypeName.DECIMAL) {
            return createSqlType(typeName, WeirTypeSystem.MAX_DECIMAL_PRECISION, BARE_DECIMAL_SCALE);
        }
        return super.createSqlType(typeName);
    }

    /** Calcite has a date for a number and a date, which no value of the number is. */
    @Override
    public @Nullable RelDataType leastRestrictive(List<RelDataType> types, SqlTypeMappingRule mappingRule) {
        boolean hasTime = types.stream().anyMatch(SqlTypeUtil::isDatetime);
        boolean hasNumber = types.stream().anyMatch(SqlTypeUtil::isNumeric);
        return hasTime && hasNumber ? null : super.leastRestrictive(types, mappingRule);
    }
}
