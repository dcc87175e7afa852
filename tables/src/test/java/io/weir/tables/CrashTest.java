package io.weir.tables;

import static io.weir.tables.Fixtures.ACCOUNTS;
import static io.weir.tables.Fixtures.read;
import static io.weir.tables.Fixtures.row;
import static io.weir.tables.Fixtures.rows;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that writes is killed; what it was told to be committed is there, and every transaction whole or not at
 * all.
 */
@Timeout(120)
class CrashTest {
    private static final int KILLS = 3;
    private static final int COMMITS_BEFORE_KILL = 200;

    @TempDir
    Path folder;

    @Test
    void whatWasCommittedSurvivesAKill() throws Exception {
        for (int kill = 0; kill < KILLS; kill++) {
            Process writer = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElse("java"),
                            "-Xmx128m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Writer.class.getName(),
                            folder.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            long told = -1;
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
                for (int i = 0; i < COMMITS_BEFORE_KILL; i++) {
                    String line = lines.readLine();
                    assertThat(line).as("output of the writer").isNotNull();
                    told = Math.max(told, Long.parseLong(line));
                }
                writer.destroyForcibly().waitFor();
            }
            try (TableStore store = TableStore.open(folder, TableStoreOptions.defaults())) {
                List<String> left = read(store, store.table("left", ACCOUNTS, List.of(0)));
                List<String> right = read(store, store.table("right", ACCOUNTS, List.of(0)));
                assertThat(left).isEqualTo(right).contains("[" + told + ", " + told + "]");
                assertThat(left).hasSizeGreaterThan((int) told);
            }
        }
    }

    /** Writes the same rows to two tables, several transactions at a time, and tells each number that is committed. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) {
            TableStore store = TableStore.open(Path.of(arguments[0]), TableStoreOptions.defaults());
            Relation left = store.table("left", ACCOUNTS, List.of(0));
            Relation right = store.table("right", ACCOUNTS, List.of(0));
            long next = read(store, left).size();
            while (true) {
                CompletableFuture<?>[] group = new CompletableFuture<?>[8];
                for (int i = 0; i < group.length; i++) {
                    long id = next++;
                    Transaction transaction = store.begin();
                    transaction.insert(left, rows(ACCOUNTS, row(id, id)));
                    transaction.insert(right, rows(ACCOUNTS, row(id, id)));
                    group[i] = store.commit(transaction).thenRun(() -> tell(id));
                }
                CompletableFuture.allOf(group).join();
            }
        }

        private static synchronized void tell(long id) {
            System.out.println(id);
        }
    }
}
