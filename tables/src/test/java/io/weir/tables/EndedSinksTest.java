package io.weir.tables;

import static io.weir.tables.Fixtures.ACCOUNTS;
import static io.weir.tables.Fixtures.account;
import static io.weir.tables.Fixtures.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.spi.connector.SinkCommitter;
import io.weir.spi.connector.SinkWriter;
import io.weir.spi.error.WeirException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that begin from a savepoint of a job that is over, or runs on. */
class EndedSinksTest {
    private static final long SAVEPOINT = 7;

    @TempDir
    Path folder;

    private TableStore store;
    private Relation table;

    @BeforeEach
    void open() {
        store = TableStore.open(folder, TableStoreOptions.defaults());
        table = store.table("target", ACCOUNTS, List.of());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private SinkCommitter committer(String job) {
        return new TableSink(store, table).createCommitter(new FakeContext(job, 1));
    }

    /** Stages a row, as part of the savepoint. */
    private List<byte[]> stage(String job) throws Exception {
        SinkWriter writer = new TableSink(store, table).createWriter(new FakeContext(job, 1), List.of());
        writer.write(account(1, 10));
        List<byte[]> committables =
                writer.prepareCommit(SAVEPOINT).toCompletableFuture().get().committables();
        writer.close();
        return committables;
    }

    @Test
    void rowsThatWereCommittedAreThereOnce() throws Exception {
        List<byte[]> savepoint = stage("old");
        committer("old").commit(SAVEPOINT, savepoint);
        committer("old").end();

        committer("new").recover(savepoint);

        assertThat(read(store, table)).hasSize(1);
    }

    @Test
    void rowsThatAreNotCommittedYetStayWithTheJobThatRunsOn() throws Exception {
        List<byte[]> savepoint = stage("old");
        SinkCommitter impatient = new TableSinkCommitter(store, table, "new/sink", 1, Duration.ZERO);

        assertThatThrownBy(() -> impatient.recover(savepoint))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("are not committed yet by the job whose savepoint it is");

        committer("old").commit(SAVEPOINT + 1, savepoint);
        impatient.recover(savepoint);
        assertThat(read(store, table)).hasSize(1);
    }

    @Test
    void whatASinkHasCommittedIsKnownAfterItsRestarts() throws Exception {
        List<byte[]> savepoint = stage("old");
        committer("old").commit(SAVEPOINT, savepoint);
        new TableSink(store, table).createCommitter(new FakeContext("old", 2)).recover(List.of());

        committer("new").recover(savepoint);

        assertThat(read(store, table)).hasSize(1);
    }

    @Test
    void aJobThatGoesBackCommitsWhatItWritesAgain() throws Exception {
        committer("old").commit(SAVEPOINT, stage("old"));
        FakeContext later = new FakeContext("old", 2);
        SinkCommitter committer = new TableSink(store, table).createCommitter(later);
        committer.recover(List.of());
        SinkWriter writer = new TableSink(store, table).createWriter(later, List.of());
        writer.write(account(2, 20));
        committer.commit(
                SAVEPOINT - 1,
                writer.prepareCommit(SAVEPOINT - 1).toCompletableFuture().get().committables());

        assertThat(read(store, table)).hasSize(2);
    }

    @Test
    void marksOfEarlierBuildsAreUnderstood() throws Exception {
        List<byte[]> savepoint = stage("old");
        committer("old").commit(SAVEPOINT, savepoint);
        store.database()
                .writeDurably(batch -> batch.put(
                        store.database().meta(),
                        TableDatabase.metaKey(CommitGroup.SINK + "old/sink"),
                        Bytes.ofLong(SAVEPOINT)));

        new TableSink(store, table).createCommitter(new FakeContext("old", 3)).recover(savepoint);

        assertThat(SinkMark.of(store.database(), "old/sink")).isEqualTo(new SinkMark(SAVEPOINT, 2));
        assertThat(read(store, table)).hasSize(1);
    }

    @Test
    void rowsThatWereDroppedAreMissed() throws Exception {
        List<byte[]> savepoint = stage("old");
        committer("old").end();

        SinkCommitter committer = committer("new");
        assertThatThrownBy(() -> committer.recover(savepoint))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("are no longer staged, and were not committed");
    }

    @Test
    void onlyTheLastEndedSinksAreRemembered() throws Exception {
        EndedSinks ended = new EndedSinks(store.database(), 2);
        for (String job : List.of("a", "b", "c")) {
            committer(job).commit(SAVEPOINT, stage(job));
            ended.end(job + "/sink");
        }

        assertThat(store.database().meta(CommitGroup.SINK + "a/sink", null)).isNull();
        assertThat(store.database().meta(CommitGroup.SINK + "b/sink", null)).isNotNull();
        assertThat(store.database().meta(CommitGroup.SINK + "c/sink", null)).isNotNull();
    }

    @Test
    void aSinkThatWentOnIsNotForgotten() throws Exception {
        EndedSinks ended = new EndedSinks(store.database(), 1);
        committer("a").commit(SAVEPOINT, stage("a"));
        ended.end("a/sink");
        committer("a").recover(List.of(StagedRows.of("a/sink", SAVEPOINT, 1, 0).encode()));
        Transaction later = new Transaction(Long.MAX_VALUE);
        later.upsert(table, account(2, 20));
        later.mark(new Transaction.Marker("a/sink", new SinkMark(SAVEPOINT + 1, 1), List.of()));
        store.commitNow(later);
        committer("b").commit(SAVEPOINT, stage("b"));
        ended.end("b/sink");

        assertThat(store.database().meta(CommitGroup.SINK + "a/sink", null))
                .isEqualTo(new SinkMark(SAVEPOINT + 1, 1).encode());
    }
}
