package io.weir.sqltests.logictest;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.server.ServerConfig;
import io.weir.server.WeirServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A sample of the corpus, drawn over all its groups, on tables and as materialized views.
 * {@code -Dweir.logictest.queries=200000} for more; {@code -Dweir.logictest.file=select} runs only files whose names
 * contain that, {@code -Dweir.logictest.minutes=20} ends the run after so long, with every group met in proportion.
 */
class LogicTest {
    private static final int QUERIES = Integer.getInteger("weir.logictest.queries", 650);
    private static final int VIEWS_PER_FILE = Integer.getInteger("weir.logictest.views", 3);
    private static final int MINUTES = Integer.getInteger("weir.logictest.minutes", 110);
    private static final String FILES = System.getProperty("weir.logictest.file", "");

    @TempDir
    Path folder;

    private final Tally statements = new Tally("statements");
    private final Tally tables = new Tally("on tables");
    private final Tally views = new Tally("on views");

    @Test
    @Timeout(7200)
    void queriesHaveTheAnswersOfTheCorpus() throws IOException, SQLException {
        List<Sample.Group> groups = Sample.draw(Corpus.groups(), QUERIES, FILES);
        Map<Sample.Group, GroupRun> runs = new HashMap<>();
        groups.forEach(group -> runs.put(group, new GroupRun(group)));
        long begun = System.nanoTime();
        try (WeirServer server = WeirServer.start(ServerConfig.of(folder).with("server.port", "0"));
                LogicSession session = new LogicSession(server.url())) {
            for (Sample.Group group : Sample.turns(groups)) {
                if (System.nanoTime() - begun > TimeUnit.MINUTES.toNanos(MINUTES)) {
                    System.out.println("cut off after " + MINUTES + " minutes");
                    break;
                }
                runs.get(group).next(session);
            }
        }
        System.out.println(statements.report() + tables.report() + views.report());
        for (Tally tally : List.of(statements, tables, views)) {
            assertThat(tally.wrong()).isEmpty();
            assertThat(tally.refusals()).isEmpty();
        }
    }

    /** How far a group has come. What a file cannot fill of its share goes to those that follow. */
    private final class GroupRun {
        private final Sample.Group group;
        private int queriesLeft;
        private int file;

        GroupRun(Sample.Group group) {
            this.group = group;
            this.queriesLeft = group.queryCount();
        }

        void next(LogicSession session) throws IOException, SQLException {
            String name = group.files().get(file);
            List<LogicRecord> records = Corpus.read(name);
            List<LogicRecord.Query> queries = Sample.queries(records, group.mostStatements());
            List<LogicRecord.Query> chosen =
                    Sample.spread(queries, queriesLeft / (group.files().size() - file));
            queriesLeft -= chosen.size();
            file++;
            FileRun run = new FileRun(group.name(), name, records, session, statements);
            List<FileRun.Answered> right = run.onTables(new LinkedHashSet<>(chosen), tables);
            run.onViews(Sample.spread(right, VIEWS_PER_FILE), views);
            System.out.println(name + ": " + tables.summary() + "; " + views.summary() + "; " + statements.summary());
        }
    }
}
