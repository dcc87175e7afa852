package io.weir.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.element.Watermark;
import io.weir.runtime.operator.calc.ColumnExpression;
import io.weir.runtime.operator.source.WatermarkSpec;
import io.weir.runtime.testing.RowText;
import io.weir.spi.data.Batch;
import io.weir.spi.data.DataType;
import io.weir.spi.data.LongColumn;
import io.weir.spi.data.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class EventTimesTest {
    private static final List<DataType> TYPES = List.of(DataType.of(TypeKind.VARCHAR), DataType.of(TypeKind.BIGINT));

    private final List<Integer> evaluatedRows = new ArrayList<>();

    /** Five less than column 1. */
    private final ColumnExpression lessFive = batch -> {
        evaluatedRows.add(batch.rowCount());
        LongColumn column = (LongColumn) batch.compact().column(1);
        long[] values = new long[batch.rowCount()];
        for (int row = 0; row < values.length; row++) {
            values[row] = column.values()[row] - 5;
        }
        return new LongColumn(values.length, values, column.nulls());
    };

    private final EventTimes everyRow = new EventTimes(new WatermarkSpec(() -> lessFive, 0));
    private final EventTimes rising = new EventTimes(new WatermarkSpec(() -> lessFive, OptionalInt.of(1), 0));

    private long greatest(Batch batch) {
        long greatest = rising.greatest(batch);
        evaluatedRows.clear();
        assertThat(everyRow.greatest(batch)).isEqualTo(greatest);
        assertThat(evaluatedRows).containsExactly(batch.rowCount());
        evaluatedRows.clear();
        return greatest;
    }

    @Test
    void ofAnExpressionThatRisesWithAColumnOnlyTheGreatestRowIsEvaluated() {
        Batch batch = RowText.batch(TYPES, "+I a 10", "+I b 30", "+I c 20");
        assertThat(rising.greatest(batch)).isEqualTo(25);
        assertThat(evaluatedRows).containsExactly(1);
    }

    @Test
    void nullsAndRowsThatAreNotSelectedDoNotCount() {
        Batch batch = RowText.batch(TYPES, "+I a NULL", "+I b 30", "+I c 20", "+I d -7");
        assertThat(greatest(batch)).isEqualTo(25);
        assertThat(greatest(batch.select(new int[] {3, 2, 0}, 3))).isEqualTo(15);
        assertThat(greatest(batch.select(new int[] {0, 3}, 2))).isEqualTo(-12);
    }

    @Test
    void rowsWithoutATimeTellNone() {
        assertThat(greatest(RowText.batch(TYPES, "+I a NULL", "+I b NULL"))).isEqualTo(Watermark.NONE);
    }

    @Test
    void theEndOfTimeIsNoTimeOfARow() {
        EventTimes column = new EventTimes(new WatermarkSpec(() -> batch -> batch.column(1), OptionalInt.of(1), 0));
        assertThat(column.greatest(RowText.batch(TYPES, "+I a " + Long.MAX_VALUE)))
                .isEqualTo(Watermark.END - 1);
    }
}
