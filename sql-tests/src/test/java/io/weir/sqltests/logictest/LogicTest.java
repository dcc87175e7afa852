package io.weir.sqltests.logictest;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.server.ServerConfig;
import io.weir.server.WeirServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A sample of the corpus, drawn over all its groups, on tables and as materialized views.
 * {@code -Dweir.logictest.queries=200000} for more; {@code -Dweir.logictest.file=select} runs only files whose names
 * contain that.
 */
class LogicTest {
    private static final int QUERIES = Integer.getInteger("weir.logictest.queries", 650);
    private static final int VIEWS_PER_FILE = Integer.getInteger("weir.logictest.views", 3);
    private static final String FILES = System.getProperty("weir.logictest.file", "");

    @TempDir
    Path folder;

    private final Tally statements = new Tally("statements");
    private final Tally tables = new Tally("on tables");
    private final Tally views = new Tally("on views");

    @Test
    @Timeout(7200)
    void queriesHaveTheAnswersOfTheCorpus() throws IOException, SQLException {
        try (WeirServer server = WeirServer.start(ServerConfig.of(folder).with("server.port", "0"));
                LogicSession session = new LogicSession(server.url())) {
            for (Sample.Group group : Sample.draw(Corpus.groups(), QUERIES, FILES)) {
                run(group, session);
            }
        }
        System.out.println(statements.report() + tables.report() + views.report());
        for (Tally tally : List.of(statements, tables, views)) {
            assertThat(tally.wrong()).isEmpty();
            assertThat(tally.refusals()).isEmpty();
        }
    }

    private void run(Sample.Group group, LogicSession session) throws IOException, SQLException {
        int queriesLeft = group.queryCount();
        int filesLeft = group.files().size();
        for (String file : group.files()) {
            List<LogicRecord> records = Corpus.read(file);
            List<LogicRecord.Query> queries = Sample.queries(records, group.mostStatements());
            List<LogicRecord.Query> chosen = Sample.spread(queries, queriesLeft / filesLeft);
            queriesLeft -= chosen.size();
            filesLeft--;
            FileRun run = new FileRun(group.name(), file, records, session, statements);
            List<FileRun.Answered> right = run.onTables(new LinkedHashSet<>(chosen), tables);
            run.onViews(Sample.spread(right, VIEWS_PER_FILE), views);
            System.out.println(file + ": " + tables.summary() + "; " + views.summary());
        }
    }
}
