package io.weir.sql;

import io.weir.sql.parser.impl.ParseException;
import io.weir.sql.parser.impl.Token;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a JavaCC exception says about where the text went wrong: the first token that fits nowhere, and what would have
 * fitted.
 *
 * <p>JavaCC reports sequences of tokens from the place where it began to look ahead. The mistake is where the longest
 * matching sequence breaks off, which may be some tokens later.
 *
 * @param found the token that does not fit
 * @param previous the token before it; null at the start
 * @param images what would have fitted, as in the grammar: keywords and symbols without quotes, classes as
 *     {@code <IDENTIFIER>}
 */
record ExpectedTokens(Token found, @Nullable Token previous, Set<String> images) {

    static ExpectedTokens of(ParseException exception) {
        Token previous = exception.currentToken;
        List<int[]> open = new ArrayList<>();
        Collections.addAll(open, exception.expectedTokenSequences);
        Token found = previous.next;
        int matched = 0;
        while (found.next != null) {
            List<int[]> longer = new ArrayList<>();
            for (int[] sequence : open) {
                if (sequence.length > matched + 1 && sequence[matched] == found.kind) {
                    longer.add(sequence);
                }
            }
            if (longer.isEmpty()) {
                break;
            }
            open = longer;
            matched++;
            previous = found;
            found = found.next;
        }
        Set<String> images = new TreeSet<>();
        for (int[] sequence : open) {
            images.add(bare(exception.tokenImage[sequence[Math.min(matched, sequence.length - 1)]]));
        }
        return new ExpectedTokens(found, previous, new LinkedHashSet<>(images));
    }

    /** Keywords and symbols are in quotes in the table of images; a quote or backslash in them is escaped. */
    private static String bare(String image) {
        boolean literal = image.length() > 2 && image.startsWith("\"") && image.endsWith("\"");
        return literal ? image.substring(1, image.length() - 1).replace("\\\"", "\"") : image;
    }

    boolean has(String image) {
        return images.contains(image);
    }

    /** Whether a query is wanted, where the grammar by itself would also take an expression and refuse it later. */
    boolean followsSetOperator() {
        String before = previous == null || previous.image == null ? "" : previous.image.toUpperCase(Locale.ROOT);
        return has("SELECT") && Set.of("UNION", "INTERSECT", "EXCEPT", "ALL").contains(before);
    }

    boolean atEnd() {
        return found.kind == 0;
    }
}
