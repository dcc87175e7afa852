package io.weir.runtime.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.runtime.testing.RowText;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.BoxedValues;
import io.weir.spi.data.DataType;
import io.weir.spi.data.RowKind;
import io.weir.spi.data.TypeKind;
import io.weir.spi.error.WeirException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class InFlightFileTest {
    private static final List<DataType> TYPES = List.of(
            DataType.of(TypeKind.BOOLEAN),
            DataType.of(TypeKind.INTEGER),
            DataType.of(TypeKind.BIGINT),
            DataType.of(TypeKind.DOUBLE),
            DataType.of(TypeKind.VARCHAR),
            DataType.decimal(30, 4),
            DataType.array(DataType.of(TypeKind.VARCHAR)),
            DataType.map(DataType.of(TypeKind.VARCHAR), DataType.of(TypeKind.BIGINT)));

    private static Batch batch() {
        BatchBuilder builder = new BatchBuilder(TYPES);
        builder.addRow(
                TYPES,
                RowKind.INSERT_CODE,
                List.of(
                        true,
                        1,
                        2L,
                        3.5,
                        "a b",
                        new BigDecimal("12345678901234567890.1234"),
                        List.of("x"),
                        Map.of("k", 1L)));
        builder.addRow(TYPES, RowKind.DELETE_CODE, Arrays.asList(new Object[8]));
        builder.addRow(
                TYPES,
                RowKind.UPDATE_AFTER_CODE,
                Arrays.asList(false, -1, Long.MIN_VALUE, Double.NaN, "", null, Arrays.asList((Object) null), Map.of()));
        return builder.build();
    }

    @Test
    void everyFormOfColumnComesBack() {
        Batch batch = batch().slice(0, 3);
        List<InFlightRows> decoded =
                InFlightFile.decode(InFlightFile.encode(List.of(new InFlightRows("a", 1, 2, 3, batch))), "f");
        assertThat(decoded).singleElement().satisfies(rows -> {
            assertThat(List.of(rows.from(), rows.output(), rows.input(), rows.sender()))
                    .containsExactly("a", 1, 2, 3);
            for (int row = 0; row < 3; row++) {
                assertThat(BoxedValues.row(TYPES, rows.batch(), row)).isEqualTo(BoxedValues.row(TYPES, batch, row));
                assertThat(rows.batch().rowKind(row)).isEqualTo(batch.rowKind(row));
            }
        });
    }

    @Test
    void onlySelectedRowsAreWritten() {
        Batch all = RowText.batch(List.of(DataType.of(TypeKind.BIGINT)), "+I 1", "+I 2", "+I 3");
        byte[] one = InFlightFile.encode(List.of(new InFlightRows("a", 0, 0, 0, all.slice(1, 2))));
        byte[] three = InFlightFile.encode(List.of(new InFlightRows("a", 0, 0, 0, all)));
        assertThat(three.length - one.length).isEqualTo(2 * Long.BYTES);
    }

    @Test
    void whatIsCutOffOrForeignIsNamed() {
        byte[] whole = InFlightFile.encode(List.of(new InFlightRows("a", 1, 2, 3, batch())));
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> InFlightFile.decode(part, "chk-1/in-flight"))
                    .isInstanceOf(WeirException.class)
                    .hasMessageContaining("chk-1/in-flight");
        }
    }
}
