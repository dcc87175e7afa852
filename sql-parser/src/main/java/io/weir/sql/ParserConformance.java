package io.weir.sql;

import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.sql.validate.SqlDelegatingConformance;

/**
 * Which of Calcite's optional syntax is read: the usual extras, without those that make a typing error mean something.
 */
final class ParserConformance extends SqlDelegatingConformance {
    static final ParserConformance INSTANCE = new ParserConformance();

    private ParserConformance() {
        super(SqlConformanceEnum.LENIENT);
    }

    /** {@code FROM t (x INTEGER)} would add a column that t does not have. */
    @Override
    public boolean allowExtend() {
        return false;
    }

    /** {@code SELECT a 'b'} is a forgotten comma or operator rather than an alias. */
    @Override
    public boolean allowCharLiteralAlias() {
        return false;
    }

    @Override
    public boolean allowGeometry() {
        return false;
    }

    @Override
    public boolean supportsUnsignedTypes() {
        return false;
    }
}
