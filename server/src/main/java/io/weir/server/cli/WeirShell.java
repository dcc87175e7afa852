package io.weir.server.cli;

import io.weir.spi.error.WeirException;
import io.weir.sql.StatementParser;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Pattern;
import org.jline.reader.History;
import org.jline.reader.LineReader;
import org.jline.reader.impl.LineReaderImpl;
import org.jspecify.annotations.Nullable;
import sqlline.BuiltInProperty;
import sqlline.SqlLine;
import sqlline.SqlLineParser;

/**
 * SQLLine, taught two things about Weir's statements.
 *
 * <p>It cuts its input at every semicolon; those between AS BEGIN and END do not end a statement: it then asks for
 * another line at the terminal, reads on in a pipe, and hands the whole statement over.
 *
 * <p>Rows of a stream are shown when they come, in columns as wide as their types may want; all others are few, and are
 * shown in columns as wide as the values are.
 */
final class WeirShell extends SqlLine {
    static final int COLUMN_WIDTH = 60;
    /** A text of a stream may have any length; a timestamp fits. */
    private static final int STREAM_COLUMN_WIDTH = 24;

    private static final Pattern STREAM = Pattern.compile(
            "\\bSELECT(?:\\s++|--[^\n]*+\n|/\\*.*?\\*/)+STREAM\\b", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    @Override
    public LineReader getConsoleReader(@Nullable InputStream input, History history) throws IOException {
        LineReader reader = super.getConsoleReader(input, history);
        if (reader instanceof LineReaderImpl made && !(made.getParser() instanceof BlockParser)) {
            made.setParser(new BlockParser(this));
        }
        return reader;
    }

    /** Whether the rows of what was typed are to be shown one by one; also where it stands behind EXPLAIN, which is as well. */
    static boolean isStream(String text) {
        return STREAM.matcher(text).find();
    }

    /** SQLLine asks it both when a line was typed and when it cuts what it has read. */
    private static final class BlockParser extends SqlLineParser {
        private final StatementParser statements = new StatementParser();

        private final SqlLine shell;

        BlockParser(SqlLine shell) {
            super(shell);
            this.shell = shell;
        }

        @Override
        public SqlLineArgumentList parseState(String line, int cursor, ParseContext context) {
            if (context != ParseContext.COMPLETE && !line.startsWith("!") && endsInBlock(line)) {
                return new SqlLineArgumentList(SqlParserState.CODE_BLOCK_END_REQUIRED, () -> "END;");
            }
            if (context == ParseContext.ACCEPT_LINE && !line.startsWith("!")) {
                boolean isStream = isStream(line);
                shell.getOpts().set(BuiltInProperty.INCREMENTAL, isStream);
                shell.getOpts().set(BuiltInProperty.MAX_COLUMN_WIDTH, isStream ? STREAM_COLUMN_WIDTH : COLUMN_WIDTH);
            }
            return super.parseState(line, cursor, context);
        }

        private boolean endsInBlock(String text) {
            try {
                return statements.endsInBlock(text);
            } catch (WeirException e) {
                return false; // too large: the server says so
            }
        }
    }
}
