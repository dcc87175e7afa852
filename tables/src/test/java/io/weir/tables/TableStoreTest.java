package io.weir.tables;

import static io.weir.tables.Fixtures.ACCOUNTS;
import static io.weir.tables.Fixtures.account;
import static io.weir.tables.Fixtures.read;
import static io.weir.tables.Fixtures.row;
import static io.weir.tables.Fixtures.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.spi.data.Schema;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableStoreTest {
    @TempDir
    Path folder;

    private TableStore store;

    @BeforeEach
    void open() {
        store = TableStore.open(folder, TableStoreOptions.defaults());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Relation accounts() {
        return store.table("accounts", ACCOUNTS, List.of(0));
    }

    private Relation bag() {
        return store.table("bag", ACCOUNTS, List.of());
    }

    private static ErrorCode codeOf(Throwable error) {
        return ((WeirException) error).code();
    }

    @Test
    void nothingIsAcknowledgedOnceTheFolderIsGone() throws IOException {
        Transaction first = store.begin();
        first.insert(accounts(), account(1, 10));
        store.commitNow(first);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        Transaction second = store.begin();
        second.insert(accounts(), account(2, 10));
        assertThatThrownBy(() -> store.commitNow(second))
                .hasMessageContaining("table store \"" + folder + "\" has been removed while it was in use");
    }

    @Test
    void rowsOutliveTheStore() {
        Transaction transaction = store.begin();
        transaction.insert(accounts(), account(1, 10));
        transaction.insert(bag(), rows(ACCOUNTS, row(1L, 1L), row(1L, 1L)));
        store.commitNow(transaction);
        store.close();
        open();
        assertThat(read(store, accounts())).containsExactly("[1, 10]");
        assertThat(read(store, bag())).containsExactly("[1, 1]", "[1, 1]");
        assertThat(store.committed()).isEqualTo(1);
    }

    @Test
    void rowsStayUntilTheirLastNameIsDropped() {
        Transaction transaction = store.begin();
        transaction.insert(accounts(), account(1, 10));
        store.commitNow(transaction);
        store.addName("accounts", "Savings");
        store.close();
        open();
        assertThat(store.tableNames()).containsExactly("accounts", "savings");
        store.dropTable("accounts");
        Relation savings = store.table("savings", ACCOUNTS, List.of(0));
        assertThat(read(store, savings)).containsExactly("[1, 10]");
        assertThat(read(store, accounts())).isEmpty();
        store.dropTable("savings");
        assertThat(read(store, store.table("savings", ACCOUNTS, List.of(0)))).isEmpty();
    }

    @Test
    void aRefusedTransactionLeavesNothing() {
        Transaction first = store.begin();
        first.insert(accounts(), account(1, 10));
        store.commitNow(first);
        Transaction second = store.begin();
        second.insert(accounts(), rows(ACCOUNTS, row(2L, 20L), row(1L, 11L)));
        assertThatThrownBy(() -> store.commitNow(second))
                .hasMessageStartingWith("table \"accounts\" has a row with primary key (\"id\") = (1) already")
                .satisfies(e -> assertThat(codeOf(e)).isEqualTo(ErrorCode.UNIQUE_VIOLATION));
        assertThat(read(store, accounts())).containsExactly("[1, 10]");
    }

    @Test
    void aTransactionThatReadWhatHasChangedIsRefused() {
        Transaction first = store.begin();
        first.insert(accounts(), account(1, 10));
        store.commitNow(first);
        Transaction update = store.begin();
        update.delete(accounts(), account(1, 9));
        update.insert(accounts(), account(1, 12));
        assertThatThrownBy(() -> store.commitNow(update))
                .satisfies(e -> assertThat(codeOf(e)).isEqualTo(ErrorCode.SERIALIZATION_FAILURE));
    }

    @Test
    void nullsAreRefusedWhereTheTableHasNone() {
        assertThatThrownBy(() -> store.begin().insert(accounts(), rows(ACCOUNTS, row(null, 1L))))
                .hasMessage("column \"id\" of table \"accounts\" must not be null");
    }

    @Test
    void aTableWithOtherColumnsIsNotOpened() {
        accounts();
        store.close();
        open();
        assertThatThrownBy(() ->
                        store.table("accounts", new Schema(ACCOUNTS.fields().subList(0, 1)), List.of(0)))
                .satisfies(e -> assertThat(codeOf(e)).isEqualTo(ErrorCode.INCOMPATIBLE_STATE));
    }

    @Test
    void aDroppedTableIsEmptyWhenItIsMadeAgain() {
        Transaction transaction = store.begin();
        transaction.insert(accounts(), account(1, 10));
        store.commitNow(transaction);
        store.dropTable("ACCOUNTS");
        assertThat(read(store, accounts())).isEmpty();
        assertThat(store.tableNames()).containsExactly("accounts");
    }

    @Test
    void writersAtTheSameTimeShareWritesToDisk() {
        Relation accounts = accounts();
        List<CompletableFuture<Long>> commits = new ArrayList<>();
        for (long id = 0; id < 1_000; id++) {
            Transaction transaction = store.begin();
            transaction.insert(accounts, account(id, id));
            commits.add(store.commit(transaction));
        }
        commits.forEach(CompletableFuture::join);
        assertThat(commits.stream().map(CompletableFuture::join).distinct()).hasSize(1_000);
        assertThat(read(store, accounts)).hasSize(1_000);
    }

    /**
     * Random transactions against maps: rows, pins of every past state, and the log, with the store opened anew in
     * between.
     */
    @Test
    void randomTransactionsLeaveWhatAMapSays() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        Map<Long, Long> table = new TreeMap<>();
        Map<String, Integer> bag = new HashMap<>();
        Map<Long, List<String>> tableStates = new HashMap<>();
        Map<Long, List<String>> bagStates = new HashMap<>();
        for (int step = 0; step < 300; step++) {
            if (random.nextInt(60) == 0) {
                store.close();
                open();
            }
            Transaction transaction = store.begin();
            Map<Long, Long> newTable = new TreeMap<>(table);
            Map<String, Integer> newBag = new HashMap<>(bag);
            boolean isRefused = false;
            int changes = 1 + random.nextInt(6);
            for (int i = 0; i < changes && !isRefused; i++) {
                long id = random.nextInt(20);
                long value = random.nextInt(4);
                switch (random.nextInt(5)) {
                    case 0 -> {
                        transaction.insert(accounts(), account(id, value));
                        isRefused = newTable.containsKey(id);
                        newTable.putIfAbsent(id, value);
                    }
                    case 1 -> {
                        transaction.upsert(accounts(), account(id, value));
                        newTable.put(id, value);
                    }
                    case 2 -> {
                        transaction.delete(accounts(), account(id, value));
                        isRefused = !Long.valueOf(value).equals(newTable.remove(id));
                    }
                    case 3 -> {
                        transaction.insert(bag(), account(id, value));
                        newBag.merge("[" + id + ", " + value + "]", 1, Integer::sum);
                    }
                    default -> {
                        transaction.delete(bag(), account(id, value));
                        String row = "[" + id + ", " + value + "]";
                        isRefused = !newBag.containsKey(row);
                        newBag.computeIfPresent(row, (key, count) -> count == 1 ? null : count - 1);
                    }
                }
            }
            if (isRefused) {
                assertThatThrownBy(() -> store.commitNow(transaction)).isInstanceOf(WeirException.class);
            } else {
                long sequence = store.commitNow(transaction);
                table = newTable;
                bag = newBag;
                tableStates.put(sequence, texts(table));
                bagStates.put(sequence, texts(bag));
            }
            assertThat(read(store, accounts())).isEqualTo(texts(table));
            assertThat(read(store, bag())).containsExactlyInAnyOrderElementsOf(texts(bag));
        }
        accounts();
        bag();
        tableStates.forEach((sequence, rows) -> {
            try (ReadPin pin = store.pin(sequence)) {
                assertThat(read(pin, accounts())).as("table at %s", sequence).isEqualTo(rows);
                assertThat(read(pin, bag()))
                        .as("bag at %s", sequence)
                        .containsExactlyInAnyOrderElementsOf(bagStates.get(sequence));
            }
        });
    }

    private static List<String> texts(Map<?, ?> state) {
        List<String> texts = new ArrayList<>();
        state.forEach((key, value) -> {
            if (value instanceof Integer count) {
                for (int i = 0; i < count; i++) {
                    texts.add(String.valueOf(key));
                }
            } else {
                texts.add("[" + key + ", " + value + "]");
            }
        });
        return texts;
    }

    @Test
    void theLogIsCutOffBehindTheRetention() {
        Relation accounts = accounts();
        Transaction first = store.begin();
        first.insert(accounts, account(1, 1));
        store.commitNow(first);
        store.truncateLogs(1_000);
        Transaction second = store.begin();
        second.insert(accounts, account(2, 2));
        long sequence = store.commitNow(second);
        long later = TableStoreOptions.defaults().logRetention().toMillis() + 1_001;
        store.truncateLogs(later);
        assertThat(store.logStart(accounts)).isEqualTo(1);
        try (ReadPin pin = store.pin(sequence - 1)) {
            assertThat(read(pin, accounts)).containsExactly("[1, 1]");
        }
        try (ReadPin pin = store.pin(0)) {
            assertThatThrownBy(() -> read(pin, accounts))
                    .hasMessageStartingWith(
                            "table accounts keeps its changes from number 2 on, and number 1 is wanted");
        }
    }
}
