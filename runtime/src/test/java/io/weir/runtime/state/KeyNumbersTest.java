package io.weir.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.testing.RowText;
import io.weir.runtime.testing.Types;
import io.weir.spi.data.DataType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyNumbersTest {
    private static final int KEYS = 5000;

    @ParameterizedTest
    @ValueSource(strings = {"integers", "texts"})
    void numbersAreThoseOfAMapAndStaySmall(String form) {
        List<DataType> types = List.of(form.equals("integers") ? Types.BIGINT : Types.VARCHAR);
        KeyCodec codec = new KeyCodec(types);
        KeyNumbers numbers = new KeyNumbers(types);
        Map<String, Integer> expected = new HashMap<>();
        Random random = new Random(7);
        int most = 0;
        for (int step = 0; step < 60; step++) {
            if (step == 30) {
                numbers.clear();
                expected.clear();
                most = 0;
            }
            String[] rows = random.ints(400, 0, KEYS)
                    .mapToObj(key -> key == 0 ? "NULL" : String.valueOf(key))
                    .toArray(String[]::new);
            KeyBatch keys = new KeyBatch();
            codec.encode(RowText.batch(types, rows), new int[] {0}, keys);
            for (int i = 0; i < rows.length; i++) {
                Integer known = expected.get(rows[i]);
                int found = numbers.find(keys, i);
                assertThat(found).isEqualTo(known == null ? KeyNumbers.ABSENT : known);
                for (int number = 0; number < KEYS; number++) {
                    assertThat(numbers.isNumberOf(number, keys, i))
                            .as("whether %s is the number of %s", number, rows[i])
                            .isEqualTo(number == found);
                }
                if (known == null) {
                    expected.put(rows[i], numbers.add(keys, i));
                } else {
                    if (random.nextBoolean()) {
                        numbers.remove(known);
                        expected.remove(rows[i]);
                    }
                }
                most = Math.max(most, expected.size());
            }
            assertThat(numbers.size()).isEqualTo(expected.size());
            assertThat(new TreeSet<>(expected.values())).hasSize(expected.size());
        }
        assertThat(expected.values()).allMatch(number -> number < KEYS);
        assertThat(most).isPositive();
    }
}
