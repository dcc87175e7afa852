package io.weir.tables;

import static io.weir.tables.Fixtures.ACCOUNTS;
import static io.weir.tables.Fixtures.account;
import static io.weir.tables.Fixtures.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.spi.connector.SinkWriter;
import io.weir.spi.connector.SourceReader;
import io.weir.spi.connector.SplitBatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Views whose changes wait for the end of an epoch: how much may come together, and that the epoch ends. */
@Timeout(60)
class ViewBackPressureTest {
    private static final long LIMIT = 64_000;

    @TempDir
    Path folder;

    private final ChangeMemory memory = new ChangeMemory(LIMIT);
    private TableStore store;
    private EpochClock clock;

    @BeforeEach
    void open() {
        store = TableStore.open(folder, TableStoreOptions.defaults());
        clock = new EpochClock(store, memory, Duration.ofMillis(1), Duration.ofMillis(1));
    }

    @AfterEach
    void close() {
        clock.close();
        store.close();
    }

    /** A view and its job; the test is the worker. */
    private final class Job {
        final MaterializedView view;
        final SinkWriter writer;
        /** Barriers that have been asked for and have not come to the sink. */
        final BlockingQueue<CompletableFuture<Long>> barriers = new LinkedBlockingQueue<>();

        private long lastBarrier;

        Job(String name, int tables, boolean hasOtherSources) {
            view = clock.add(name, ACCOUNTS, List.of());
            writer = view.sink().createWriter(new FakeContext(1), List.of());
            clock.begin(view);
            clock.start(
                    view,
                    () -> {
                        CompletableFuture<Long> barrier = new CompletableFuture<>();
                        barriers.add(barrier);
                        return barrier;
                    },
                    tables,
                    hasOtherSources);
        }

        /** Barriers come through as soon as they are asked for, until something is so. */
        void passUntil(BooleanSupplier wanted) throws InterruptedException {
            while (!wanted.getAsBoolean()) {
                pass();
            }
        }

        /** A barrier comes through, behind all that has been written, if one is asked for. */
        void pass() throws InterruptedException {
            CompletableFuture<Long> barrier = barriers.poll(1, TimeUnit.MILLISECONDS);
            if (barrier != null) {
                writer.endOfEpoch(++lastBarrier);
                barrier.complete(lastBarrier);
            }
        }
    }

    private List<String> rowsOf(MaterializedView view) {
        try (ReadPin pin = store.pin()) {
            pin.include(view.relation());
            return read(pin, view.relation());
        }
    }

    @Test
    void aSourceOutsideWaitsForASlowNeighbourAndGoesOnBehindIt() throws Exception {
        Job fast = new Job("fast", 0, true);
        SourceReader numbers = fast.view.source(new NumbersSource()).createReader(new FakeContext(1), List.of());
        fast.passUntil(() -> fast.view.built().isDone());
        Job slow = new Job("slow", 0, true);
        while (!slow.view.built().isDone()) {
            fast.pass();
            slow.pass();
        }
        // An epoch that the slow one holds up from now on.
        fast.passUntil(() -> !slow.barriers.isEmpty());
        // The fast one may have one more epoch; then nothing of it is taken any more.
        long written = 0;
        while (!numbers.isHeldBack()) {
            SplitBatch batch = numbers.poll(1);
            fast.writer.write(batch.batch());
            written++;
            fast.pass();
        }
        assertThat(memory.takenBytes()).isBetween(LIMIT, LIMIT + 1000);
        // Rows that were under way come on top of it: the sink takes them.
        assertThat(fast.writer.isReady()).isTrue();
        fast.writer.write(account(-1, 0));
        clock.remove(slow.view);
        fast.passUntil(() -> !numbers.isHeldBack());
        for (int i = 0; i < 10; i++) {
            fast.writer.write(numbers.poll(1).batch());
            written++;
        }
        long all = written + 1;
        fast.passUntil(() -> memory.takenBytes() == 0);
        fast.passUntil(() -> rowsOf(fast.view).size() == all);
    }

    @Test
    void aViewIsBuiltInPartsThatFitTheMemory() throws Exception {
        int count = 20_000;
        Relation table = store.table("accounts", ACCOUNTS, List.of(0));
        Transaction transaction = store.begin();
        for (int i = 0; i < count; i++) {
            transaction.insert(table, account(i, i));
        }
        long unused = store.commitNow(transaction);
        Job copy = new Job("copy", 1, false);
        SourceReader reader = copy.view.source(table).createReader(new FakeContext(1), List.of());
        long most = 0;
        int parts = 0;
        while (!copy.view.built().isDone()) {
            if (!reader.isHeldBack()) {
                SplitBatch batch = reader.poll(4096);
                if (batch != null) {
                    copy.writer.write(batch.batch());
                }
            }
            most = Math.max(most, memory.takenBytes());
            CompletableFuture<Long> barrier = copy.barriers.poll();
            if (barrier != null) {
                parts++;
                copy.writer.endOfEpoch(++copy.lastBarrier);
                barrier.complete(copy.lastBarrier);
            }
        }
        long oneBatch = 4096L * (ACCOUNTS.size() * 9 + 200);
        assertThat(most).isBetween(LIMIT, LIMIT + oneBatch);
        assertThat(parts).isGreaterThanOrEqualTo(4);
        assertThat(rowsOf(copy.view)).hasSize(count).contains("[0, 0]", "[19999, 19999]");
        assertThat(memory.takenBytes()).isZero();
    }
}
