package io.weir.sql;

import java.util.List;
import java.util.Locale;

/** Small parts of messages. */
final class Phrases {
    private static final int SHOWN_CHARACTERS = 40;

    private Phrases() {}

    /** At most forty characters of something the user wrote, on one line. */
    static String shorten(String image) {
        String line = image.replace('\n', ' ').replace('\r', ' ');
        return line.length() <= SHOWN_CHARACTERS ? line : line.substring(0, SHOWN_CHARACTERS) + "...";
    }

    /** {@code a}, {@code a or b}, {@code a, b or c}. */
    static String alternatives(List<String> items) {
        int last = items.size() - 1;
        return last == 0 ? items.get(0) : String.join(", ", items.subList(0, last)) + " or " + items.get(last);
    }

    /** A sentence of Calcite's in the form of Weir's primary messages: lower case, no full stop. */
    static String asPrimary(String sentence) {
        String plain = sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
        boolean word = plain.length() > 1 && Character.isLowerCase(plain.charAt(1));
        return word ? plain.substring(0, 1).toLowerCase(Locale.ROOT) + plain.substring(1) : plain;
    }
}
