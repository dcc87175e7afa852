package io.weir.tables;

import static io.weir.tables.Fixtures.ACCOUNTS;
import static io.weir.tables.Fixtures.account;
import static io.weir.tables.Fixtures.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.spi.connector.SinkCommitter;
import io.weir.spi.connector.SinkWriter;
import io.weir.spi.connector.SourceReader;
import io.weir.spi.connector.SplitBatch;
import io.weir.spi.connector.SplitPosition;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A job that copies a table, with its source, its sink, and an engine that loses attempts, repeats commits and opens
 * the store anew.
 */
class TableJobTest {
    @TempDir
    Path folder;

    private TableStore store;

    private Relation from(boolean isUnique) {
        return store.table("source", ACCOUNTS, isUnique ? List.of(0) : List.of());
    }

    private Relation to(boolean isUnique) {
        return store.table("target", ACCOUNTS, isUnique ? List.of(0) : List.of());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyChangeIsCopiedOnce(boolean isUnique) throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        store = TableStore.open(folder, TableStoreOptions.defaults());
        change(random, isUnique, 30);
        List<SplitPosition> positions = List.of();
        List<byte[]> committables = List.of();
        long checkpoint = 0;
        for (int attempt = 1; attempt <= 25; attempt++) {
            if (random.nextInt(5) == 0) {
                store.close();
                store = TableStore.open(folder, TableStoreOptions.defaults());
            }
            FakeContext context = new FakeContext(attempt);
            TableSink sink = new TableSink(store, to(isUnique));
            SinkCommitter committer = sink.createCommitter(context);
            committer.recover(committables);
            SinkWriter writer = sink.createWriter(context, List.of());
            SourceReader reader = TableSource.unbounded(store, from(isUnique)).createReader(context, positions);
            int steps = random.nextInt(12);
            for (int step = 0; step < steps; step++) {
                switch (random.nextInt(3)) {
                    case 0 -> change(random, isUnique, 1 + random.nextInt(4));
                    case 1 -> {
                        SplitBatch batch = reader.poll(10);
                        if (batch != null) {
                            writer.write(batch.batch());
                        }
                    }
                    default -> {
                        checkpoint++;
                        List<SplitPosition> cut = reader.snapshot(checkpoint);
                        List<byte[]> prepared = writer.prepareCommit(checkpoint)
                                .toCompletableFuture()
                                .get()
                                .committables();
                        if (random.nextInt(6) == 0) {
                            step = steps; // the attempt is lost before the checkpoint is complete
                            break;
                        }
                        positions = cut;
                        committables = prepared;
                        for (int times = random.nextInt(3); times > 0; times--) {
                            committer.commit(checkpoint, committables);
                        }
                        if (random.nextInt(6) == 0) {
                            step = steps; // lost, perhaps before the commit
                        } else {
                            committer.commit(checkpoint, committables);
                        }
                    }
                }
            }
            reader.close();
            writer.close();
        }
        FakeContext context = new FakeContext(1_000);
        TableSink sink = new TableSink(store, to(isUnique));
        SinkCommitter committer = sink.createCommitter(context);
        committer.recover(committables);
        SinkWriter writer = sink.createWriter(context, List.of());
        SourceReader reader = TableSource.unbounded(store, from(isUnique)).createReader(context, positions);
        int quiet = 0;
        while (quiet < 3) {
            SplitBatch batch = reader.poll(10);
            quiet = batch == null ? quiet + 1 : 0;
            if (batch != null) {
                writer.write(batch.batch());
            }
        }
        List<byte[]> last =
                writer.prepareCommit(checkpoint + 1).toCompletableFuture().get().committables();
        committer.commit(checkpoint + 1, last);
        assertThat(read(store, to(isUnique))).isEqualTo(read(store, from(isUnique)));
        reader.close();
        committer.end();
        committer.close();
        store.close();
    }

    private void change(Random random, boolean isUnique, int count) {
        for (int i = 0; i < count; i++) {
            Transaction transaction = store.begin();
            long id = random.nextInt(10);
            long value = random.nextInt(3);
            List<String> present = read(store, from(isUnique));
            String row = "[" + id + ", " + value + "]";
            if (present.contains(row) && random.nextBoolean()) {
                transaction.delete(from(isUnique), account(id, value));
            } else {
                transaction.upsert(from(isUnique), account(id, value));
            }
            store.commitNow(transaction);
        }
    }

    @Test
    void aPinShowsTheSameRowsWhateverIsWritten() {
        store = TableStore.open(folder, TableStoreOptions.defaults());
        change(new Random(1), true, 20);
        try (ReadPin pin = store.pin()) {
            List<String> before = read(pin, from(true));
            change(new Random(2), true, 20);
            assertThat(read(pin, from(true))).isEqualTo(before);
            assertThat(read(store, from(true))).isNotEqualTo(before);
        }
        store.close();
    }
}
