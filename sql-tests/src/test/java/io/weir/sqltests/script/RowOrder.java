package io.weir.sqltests.script;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;

/** Orders rows as text so that people find them: word by word, numbers by value. */
final class RowOrder implements Comparator<String> {
    static final RowOrder INSTANCE = new RowOrder();

    private RowOrder() {}

    @Override
    public int compare(String one, String other) {
        List<String> left = RowFormat.words(one);
        List<String> right = RowFormat.words(other);
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            int order = compareWords(left.get(i), right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return one.compareTo(other);
    }

    private static int compareWords(String left, String right) {
        if (isNumber(left) && isNumber(right)) {
            return new BigDecimal(left).compareTo(new BigDecimal(right));
        }
        if (isNumber(left) != isNumber(right)) {
            return isNumber(left) ? -1 : 1; // or three words could stand in a circle
        }
        return left.compareTo(right);
    }

    private static boolean isNumber(String word) {
        return word.matches("-?\\d{1,40}(\\.\\d{1,40})?");
    }
}
