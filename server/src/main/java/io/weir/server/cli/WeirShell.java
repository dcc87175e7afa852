package io.weir.server.cli;

import io.weir.spi.error.WeirException;
import io.weir.sql.StatementParser;
import java.io.IOException;
import java.io.InputStream;
import org.jline.reader.History;
import org.jline.reader.LineReader;
import org.jline.reader.impl.LineReaderImpl;
import org.jspecify.annotations.Nullable;
import sqlline.SqlLine;
import sqlline.SqlLineParser;

/**
 * SQLLine, which cuts its input at every semicolon, taught that those between AS BEGIN and END do not end a statement:
 * it then asks for another line at the terminal, reads on in a pipe, and hands the whole statement over.
 */
final class WeirShell extends SqlLine {
    @Override
    public LineReader getConsoleReader(@Nullable InputStream input, History history) throws IOException {
        LineReader reader = super.getConsoleReader(input, history);
        if (reader instanceof LineReaderImpl made && !(made.getParser() instanceof BlockParser)) {
            made.setParser(new BlockParser(this));
        }
        return reader;
    }

    /** SQLLine asks it both when a line was typed and when it cuts what it has read. */
    private static final class BlockParser extends SqlLineParser {
        private final StatementParser statements = new StatementParser();

        BlockParser(SqlLine shell) {
            super(shell);
        }

        @Override
        public SqlLineArgumentList parseState(String line, int cursor, ParseContext context) {
            if (context != ParseContext.COMPLETE && !line.startsWith("!") && endsInBlock(line)) {
                return new SqlLineArgumentList(SqlParserState.CODE_BLOCK_END_REQUIRED, () -> "END;");
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
