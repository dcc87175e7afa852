package io.weir.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What a {@link StateModelRun} does to bags of rows by key. */
final class BagsSteps {
    private static final DataType TEXT = DataType.of(TypeKind.VARCHAR);
    static final List<BagsSpec> SPECS =
            List.of(new BagsSpec("bags", LongKeys.TYPES, 0), new BagsSpec("text bags", List.of(TEXT, TEXT), 0));

    private final Random random;
    private final ModelKeys keys;

    BagsSteps(Random random, ModelKeys keys) {
        this.random = random;
        this.keys = keys;
    }

    private BagsSpec any() {
        return SPECS.get(random.nextBoolean() ? 0 : 1);
    }

    /** Adds rows to the bags of some keys; now and then one is emptied. */
    void fill(ModelSubtask subtask) {
        BagsSpec spec = any();
        KeyedBags bags = subtask.bags(spec).real();
        KeyedBags model = subtask.bags(spec).model();
        KeyBatch drawn = keys.of(subtask, spec.keyTypes());
        int[] handles = new int[drawn.count()];
        int[] expected = new int[drawn.count()];
        bags.load(drawn, handles);
        model.load(drawn, expected);
        // Few drawn get most rows, and some of them few different ones.
        int copies = random.nextInt(3) == 0 ? 100 : 1;
        int different = 1 << random.nextInt(12);
        for (int copy = 0; copy < copies; copy++) {
            int hot = copies == 1 ? drawn.count() : Math.min(2, drawn.count());
            ByteRows rows = new ByteRows();
            for (int i = 0; i < hot; i++) {
                byte[] row = new byte[random.nextInt(50) == 0 ? random.nextInt(9000) : random.nextInt(40)];
                Arrays.fill(row, (byte) random.nextInt(different));
                rows.append(row, 0, row.length);
                rows.endRow();
            }
            bags.add(handles, rows);
            model.add(expected, rows);
        }
        if (drawn.count() > 0 && random.nextInt(10) == 0) {
            bags.clear(handles[0]);
            model.clear(expected[0]);
        }
    }

    /** Goes through the bags of some keys. */
    void walk(ModelSubtask subtask) {
        walk(subtask, any());
    }

    void walk(ModelSubtask subtask, BagsSpec spec) {
        KeyedBags bags = subtask.bags(spec).real();
        KeyedBags model = subtask.bags(spec).model();
        KeyBatch drawn = keys.of(subtask, spec.keyTypes());
        int[] handles = new int[drawn.count()];
        int[] expected = new int[drawn.count()];
        bags.find(drawn, handles);
        model.find(drawn, expected);
        KeyedBags.Cursor cursor = bags.cursor();
        KeyedBags.Cursor modelCursor = model.cursor();
        for (int i = 0; i < drawn.count(); i++) {
            boolean isThere = expected[i] != KeyedTable.ABSENT;
            assertThat(handles[i] != KeyedTable.ABSENT && !bags.isEmpty(handles[i]))
                    .isEqualTo(isThere);
            assertThat(content(cursor, handles[i])).isEqualTo(content(modelCursor, expected[i]));
        }
    }

    /** The number of copies of each row; rows are told apart by their bytes as a text. */
    private static Map<String, Long> content(KeyedBags.Cursor cursor, int handle) {
        Map<String, Long> content = new HashMap<>();
        boolean isThere = handle != KeyedTable.ABSENT && cursor.first(handle);
        while (isThere) {
            String row = new String(
                    cursor.data(), cursor.start(), cursor.end() - cursor.start(), StandardCharsets.ISO_8859_1);
            content.merge(row, cursor.copies(), Long::sum);
            isThere = cursor.next();
        }
        return content;
    }
}
