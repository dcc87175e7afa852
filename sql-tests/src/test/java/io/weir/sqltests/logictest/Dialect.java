package io.weir.sqltests.logictest;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the corpus writes in another way than Weir, and means the same. */
final class Dialect {
    private static final Pattern OUTSIDE = Pattern.compile(
            "(?is)^\\s*(CREATE\\s+(UNIQUE\\s+)?INDEX|DROP\\s+INDEX|REINDEX|(CREATE|DROP)\\s+TRIGGER)\\b.*");
    private static final Pattern CREATED = Pattern.compile("(?is)^\\s*CREATE\\s+(TABLE|VIEW)\\s+(\\w+).*");
    private static final Pattern DROPPED =
            Pattern.compile("(?is)^\\s*DROP\\s+(TABLE|VIEW)\\s+(IF\\s+EXISTS\\s+)?(\\w+).*");

    /** A query that ends in the columns of its order. */
    private static final Pattern ORDERED = Pattern.compile("(?is)^(.*\\bORDER\\s+BY\\b)([\\w\\s,.]+)$");

    private Dialect() {}

    /**
     * Whether a statement is about indexes or triggers, which are no matter of the SQL that Weir speaks, and change no
     * answer.
     */
    static boolean isOutside(String sql) {
        return OUTSIDE.matcher(sql).matches();
    }

    /**
     * {@code TEXT} is a name that the standard does not know; a table of Weir's has one key, so UNIQUE goes the way of
     * indexes; REPLACE is what Weir calls UPSERT.
     */
    static String statement(String sql) {
        String text = sql.strip();
        if (isCreateTable(text)) {
            return text.replaceAll("\\bTEXT\\b", "VARCHAR").replaceAll("\\bUNIQUE\\b", "");
        }
        return text.replaceFirst("^(INSERT OR REPLACE|REPLACE) INTO\\b", "UPSERT INTO");
    }

    /**
     * Where NULL stands in an order is left open by the standard: here as in the databases that made the corpus, which
     * take it for the least value.
     */
    static String query(String sql) {
        Matcher ordered = ORDERED.matcher(sql);
        if (!ordered.matches()) {
            return sql;
        }
        String items = Arrays.stream(ordered.group(2).split(","))
                .map(item -> item
                        + (item.strip().toUpperCase(Locale.ROOT).endsWith("DESC") ? " NULLS LAST" : " NULLS FIRST"))
                .collect(Collectors.joining(","));
        return ordered.group(1) + items;
    }

    static boolean isCreateTable(String sql) {
        return sql.regionMatches(true, 0, "CREATE TABLE", 0, 12);
    }

    /** What is to be dropped when a file has run: {@code TABLE t}. */
    static Optional<String> created(String sql) {
        Matcher created = CREATED.matcher(sql);
        return created.matches()
                ? Optional.of(created.group(1).toUpperCase(Locale.ROOT) + " " + created.group(2))
                : Optional.empty();
    }

    static Optional<String> dropped(String sql) {
        Matcher dropped = DROPPED.matcher(sql);
        return dropped.matches()
                ? Optional.of(dropped.group(1).toUpperCase(Locale.ROOT) + " " + dropped.group(3))
                : Optional.empty();
    }
}
