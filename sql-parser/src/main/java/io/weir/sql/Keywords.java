package io.weir.sql;

import io.weir.sql.parser.impl.WeirSqlParserImpl;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.sql.parser.SqlAbstractParserImpl.Metadata;
import org.apache.calcite.util.SourceStringReader;

/** The words of the grammar. */
final class Keywords {
    /** Words that are names only when quoted. */
    static final Set<String> RESERVED = new TreeSet<>();

    /** Words that mean something in some places and are names everywhere else. */
    static final Set<String> NON_RESERVED = new TreeSet<>();

    static {
        Metadata metadata =
                WeirSqlParserImpl.FACTORY.getParser(new SourceStringReader("")).getMetadata();
        for (String token : metadata.getTokens()) {
            if (metadata.isNonReservedKeyword(token)) {
                NON_RESERVED.add(token);
            } else if (metadata.isKeyword(token)) {
                RESERVED.add(token);
            }
        }
    }

    private Keywords() {}

    static boolean isKeyword(String word) {
        String upper = word.toUpperCase(Locale.ROOT);
        return RESERVED.contains(upper) || NON_RESERVED.contains(upper);
    }
}
