package io.weir.runtime.state;

import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Random keys of the model's tables: few of them, so that each is met often. */
final class ModelKeys {
    private final Random random;
    private final int keySpace;

    ModelKeys(Random random, int keySpace) {
        this.random = random;
        this.keySpace = keySpace;
    }

    private Object key(DataType type) {
        int number = random.nextInt(keySpace);
        if (type.kind() != TypeKind.BIGINT) {
            return number == 0 ? null : "key" + number;
        }
        return type.nullable() && number < 2 ? (number == 0 ? null : (Object) KeyBatch.NULL) : (Object) (long) number;
    }

    /** Some that belong to a subtask. */
    KeyBatch of(ModelSubtask subtask, List<DataType> types) {
        List<List<Object>> rows = new ArrayList<>();
        KeyBatch keys = new KeyBatch();
        KeyCodec codec = new KeyCodec(types);
        int[] columns = IntStream.range(0, types.size()).toArray();
        int wanted = 1 + random.nextInt(40);
        for (int i = 0; i < 4 * wanted && rows.size() < wanted; i++) {
            List<Object> row = types.stream().map(this::key).collect(Collectors.toCollection(ArrayList::new));
            codec.encode(RandomRows.batch(types, List.of(row)), columns, keys);
            if (subtask.backend.keyedState().keyGroups().contains(keys.keyGroup(0, StateModelRun.MAX_PARALLELISM))) {
                rows.add(row);
            }
        }
        codec.encode(RandomRows.batch(types, rows), columns, keys);
        return keys;
    }
}
