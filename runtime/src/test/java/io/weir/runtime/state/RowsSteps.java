package io.weir.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What a {@link StateModelRun} does to rows by key. */
final class RowsSteps {
    private static final DataType TEXT = DataType.of(TypeKind.VARCHAR);
    static final List<RowsSpec> SPECS =
            List.of(new RowsSpec("rows", LongKeys.TYPES, 2, 0), new RowsSpec("text rows", List.of(TEXT, TEXT), 1, 0));

    private final Random random;
    private final ModelKeys keys;
    private final int rowSpace;

    RowsSteps(Random random, ModelKeys keys, int rowSpace) {
        this.random = random;
        this.keys = keys;
        this.rowSpace = rowSpace;
    }

    private RowsSpec any() {
        return SPECS.get(random.nextBoolean() ? 0 : 1);
    }

    /** Inserts, changes and removes rows of some keys. */
    void change(ModelSubtask subtask) {
        RowsSpec spec = any();
        KeyedRows rows = subtask.rows(spec).real();
        KeyedRows model = subtask.rows(spec).model();
        KeyBatch drawn = keys.of(subtask, spec.keyTypes());
        int[] handles = new int[drawn.count()];
        int[] expected = new int[drawn.count()];
        rows.load(drawn, handles);
        model.load(drawn, expected);
        KeyedRows.Cursor cursor = rows.cursor();
        KeyedRows.Cursor modelCursor = model.cursor();
        // Few drawn get most rows.
        int hot = random.nextInt(3) == 0 ? 200 : 5;
        for (int i = 0; i < Math.min(5, drawn.count()); i++) {
            if (random.nextInt(100) == 0) {
                rows.clear(handles[i]);
                model.clear(expected[i]);
            }
            boolean shrinks = random.nextInt(3) == 0;
            for (int n = 0; n < hot; n++) {
                byte[] order = order();
                boolean found = cursor.seek(handles[i], order, 0, order.length);
                assertThat(modelCursor.seek(expected[i], order, 0, order.length))
                        .isEqualTo(found);
                changeRow(spec, cursor, modelCursor, order, found, shrinks);
                assertThat(rows.size(handles[i])).isEqualTo(model.size(expected[i]));
            }
        }
    }

    private void changeRow(
            RowsSpec spec,
            KeyedRows.Cursor cursor,
            KeyedRows.Cursor model,
            byte[] order,
            boolean found,
            boolean shrinks) {
        if (found && random.nextInt(4) < (shrinks ? 3 : 1)) {
            cursor.remove();
            model.remove();
        } else if (found) {
            int which = random.nextInt(spec.numbers());
            long value = random.nextInt(3) == 0 ? random.nextLong() : model.number(which) + 1;
            cursor.setNumber(which, value);
            model.setNumber(which, value);
            assertRow(spec, cursor, model);
        } else if (!shrinks) {
            byte[] payload = new byte[random.nextInt(50) == 0 ? 3000 : random.nextInt(40)];
            random.nextBytes(payload);
            cursor.insert(payload, 0, payload.length);
            model.insert(payload, 0, payload.length);
            cursor.setNumber(0, 1);
            model.setNumber(0, 1);
            assertRow(spec, cursor, model);
            Arrays.fill(order, (byte) 0);
        }
        if (random.nextInt(4) == 0) {
            boolean forward = random.nextBoolean();
            boolean expected = forward ? model.next() : model.previous();
            assertThat(forward ? cursor.next() : cursor.previous()).isEqualTo(expected);
            if (expected) {
                assertRow(spec, cursor, model);
            }
        }
    }

    private byte[] order() {
        int number = random.nextInt(rowSpace);
        return ("row" + (number * 7919 % rowSpace)).getBytes(StandardCharsets.UTF_8);
    }

    private static void assertRow(RowsSpec spec, KeyedRows.Cursor actual, KeyedRows.Cursor expected) {
        assertThat(rowText(spec, actual)).isEqualTo(rowText(spec, expected));
    }

    private static String rowText(RowsSpec spec, KeyedRows.Cursor cursor) {
        StringBuilder text = new StringBuilder(new String(
                cursor.keyData(), cursor.keyStart(), cursor.keyEnd() - cursor.keyStart(), StandardCharsets.UTF_8));
        for (int i = 0; i < spec.numbers(); i++) {
            text.append(' ').append(cursor.number(i));
        }
        return text.append(' ')
                .append(Arrays.hashCode(
                        Arrays.copyOfRange(cursor.payloadData(), cursor.payloadStart(), cursor.payloadEnd())))
                .toString();
    }

    /** Goes through the rows of some keys, forward or backward. */
    void walk(ModelSubtask subtask) {
        walk(subtask, any());
    }

    void walk(ModelSubtask subtask, RowsSpec spec) {
        KeyedRows rows = subtask.rows(spec).real();
        KeyedRows model = subtask.rows(spec).model();
        KeyBatch drawn = keys.of(subtask, spec.keyTypes());
        int[] handles = new int[drawn.count()];
        int[] expected = new int[drawn.count()];
        rows.load(drawn, handles);
        model.load(drawn, expected);
        KeyedRows.Cursor cursor = rows.cursor();
        KeyedRows.Cursor modelCursor = model.cursor();
        for (int i = 0; i < drawn.count(); i++) {
            assertThat(rows.size(handles[i])).isEqualTo(model.size(expected[i]));
            boolean forward = random.nextBoolean();
            boolean more = forward ? modelCursor.first(expected[i]) : modelCursor.last(expected[i]);
            assertThat(forward ? cursor.first(handles[i]) : cursor.last(handles[i]))
                    .isEqualTo(more);
            while (more) {
                assertRow(spec, cursor, modelCursor);
                more = forward ? modelCursor.next() : modelCursor.previous();
                assertThat(forward ? cursor.next() : cursor.previous()).isEqualTo(more);
            }
        }
    }
}
