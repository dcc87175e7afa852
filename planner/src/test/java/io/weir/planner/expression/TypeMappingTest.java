package io.weir.planner.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.SqlTypeName;
import org.junit.jupiter.api.Test;

final class TypeMappingTest {
    private final WeirTypeFactory factory = new WeirTypeFactory();

    @Test
    void everyColumnTypeComesBackAsItWas() {
        List<DataType> types = new ArrayList<>();
        for (TypeKind kind : TypeKind.values()) {
            switch (kind) {
                case DECIMAL ->
                    types.addAll(List.of(DataType.decimal(18, 4), DataType.decimal(38, 38), DataType.decimal(1, 0)));
                case ARRAY ->
                    types.add(DataType.array(DataType.of(TypeKind.INTEGER).notNull()));
                case MAP -> types.add(DataType.map(DataType.of(TypeKind.VARCHAR).notNull(), DataType.decimal(20, 2)));
                case ROW ->
                    types.add(DataType.row(
                            List.of("a", "B c"), List.of(DataType.of(TypeKind.DATE), DataType.of(TypeKind.BIGINT))));
                case TIME, TIMESTAMP, TIMESTAMP_LTZ ->
                    types.addAll(List.of(DataType.of(kind, 0), DataType.of(kind, 6)));
                case VARCHAR, VARBINARY -> types.addAll(List.of(DataType.of(kind), DataType.of(kind, 7)));
                default -> types.add(DataType.of(kind));
            }
        }
        for (DataType type : types) {
            assertThat(TypeMapping.toDataType(TypeMapping.toRelDataType(type, factory)))
                    .isEqualTo(type);
            if (type.kind() != TypeKind.NULL) {
                assertThat(TypeMapping.toDataType(TypeMapping.toRelDataType(type.notNull(), factory)))
                        .isEqualTo(type.notNull());
            }
        }
    }

    @Test
    void typesThatNoColumnHoldsAreRefused() {
        RelDataType geometry = factory.createSqlType(SqlTypeName.GEOMETRY);
        assertThatThrownBy(() -> TypeMapping.toDataType(geometry))
                .isInstanceOf(WeirException.class)
                .hasMessage("type GEOMETRY cannot be stored in a column");
    }

    @Test
    void sumsAndAveragesDoNotLoseWhatTheyAddUp() {
        assertThat(sum(DataType.of(TypeKind.INTEGER))).isEqualTo(DataType.of(TypeKind.BIGINT));
        assertThat(sum(DataType.of(TypeKind.BIGINT).notNull()))
                .isEqualTo(DataType.of(TypeKind.BIGINT).notNull());
        assertThat(sum(DataType.decimal(10, 2))).isEqualTo(DataType.decimal(38, 2));
        assertThat(sum(DataType.of(TypeKind.REAL))).isEqualTo(DataType.of(TypeKind.DOUBLE));
        assertThat(average(DataType.of(TypeKind.INTEGER))).isEqualTo(DataType.of(TypeKind.DOUBLE));
        assertThat(average(DataType.decimal(10, 2))).isEqualTo(DataType.decimal(38, 6));
        assertThat(average(DataType.decimal(20, 8))).isEqualTo(DataType.decimal(38, 8));
    }

    private DataType sum(DataType type) {
        return TypeMapping.toDataType(
                WeirTypeSystem.INSTANCE.deriveSumType(factory, TypeMapping.toRelDataType(type, factory)));
    }

    private DataType average(DataType type) {
        return TypeMapping.toDataType(
                WeirTypeSystem.INSTANCE.deriveAvgAggType(factory, TypeMapping.toRelDataType(type, factory)));
    }

    @Test
    void literalsOfDifferentLengthAreNotPadded() {
        RelDataType common = factory.leastRestrictive(
                List.of(factory.createSqlType(SqlTypeName.CHAR, 3), factory.createSqlType(SqlTypeName.CHAR, 9)));
        assertThat(TypeMapping.toDataType(common))
                .isEqualTo(DataType.of(TypeKind.VARCHAR, 9).notNull());
    }

    @Test
    void bareDecimalKeepsAFraction() {
        assertThat(TypeMapping.toDataType(factory.createSqlType(SqlTypeName.DECIMAL)))
                .isEqualTo(DataType.decimal(38, 9).notNull());
        assertThat(TypeMapping.toDataType(factory.createSqlType(SqlTypeName.DECIMAL, 10)))
                .isEqualTo(DataType.decimal(10, 0).notNull());
    }
}
