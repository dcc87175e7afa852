package io.weir.runtime.testing;

import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;

/** Types that tests use all the time; nullable. */
public final class Types {
    public static final DataType BOOLEAN = DataType.of(TypeKind.BOOLEAN);
    public static final DataType INTEGER = DataType.of(TypeKind.INTEGER);
    public static final DataType BIGINT = DataType.of(TypeKind.BIGINT);
    public static final DataType DOUBLE = DataType.of(TypeKind.DOUBLE);
    public static final DataType VARCHAR = DataType.of(TypeKind.VARCHAR);
    public static final DataType TIMESTAMP = DataType.of(TypeKind.TIMESTAMP);

    private Types() {}
}
