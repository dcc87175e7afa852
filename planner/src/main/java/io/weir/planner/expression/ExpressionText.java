package io.weir.planner.expression;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.rex.RexNode;

/** Expressions as error messages show them. */
final class ExpressionText {
    private static final int MAX_CHARACTERS = 200;
    private static final Pattern INPUT = Pattern.compile("\\$(\\d{1,5})");

    private ExpressionText() {}

    /** The expression with the names of its columns. */
    static String of(RexNode node, List<String> names) {
        String text = INPUT.matcher(node.toString()).replaceAll(match -> {
            int index = Integer.parseInt(match.group(1));
            return Matcher.quoteReplacement(index < names.size() ? names.get(index) : match.group());
        });
        return text.length() <= MAX_CHARACTERS ? text : text.substring(0, MAX_CHARACTERS) + "...";
    }
}
