package io.weir.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.spi.error.WeirException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogLogTest {
    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("catalog-000001.log");
    }

    private Map<String, String> tables() {
        try (CatalogLog log = CatalogLog.open(folder)) {
            return log.all(EntryKind.TABLE);
        }
    }

    @Test
    void entriesOutliveTheProcessInTheirOrder() {
        try (CatalogLog log = CatalogLog.open(folder)) {
            log.commit(List.of(Change.put(EntryKind.TABLE, "b", "B"), Change.put(EntryKind.TABLE, "a", "A")));
            log.commit(List.of(Change.put(EntryKind.VIEW, "b", "other"), Change.put(EntryKind.TABLE, "b", "B2")));
            log.commit(List.of(Change.put(EntryKind.TABLE, "c", "C")));
            log.commit(List.of(Change.remove(EntryKind.TABLE, "c")));
        }
        assertThat(tables()).containsExactly(Map.entry("b", "B2"), Map.entry("a", "A"));
    }

    @Test
    void aThreadThatIsInterruptedClosesNoFile() {
        try (CatalogLog log = CatalogLog.open(folder)) {
            Thread.currentThread().interrupt();
            log.commit(List.of(Change.put(EntryKind.TABLE, "a", "A")));
            assertThat(Thread.interrupted()).isTrue();
            log.commit(List.of(Change.put(EntryKind.TABLE, "b", "B")));
        }
        assertThat(tables()).containsOnlyKeys("a", "b");
    }

    @Test
    void nothingIsAcknowledgedWhenTheFileIsGone() throws IOException {
        try (CatalogLog log = CatalogLog.open(folder)) {
            log.commit(List.of(Change.put(EntryKind.TABLE, "a", "A")));
            Files.delete(file());
            assertThatThrownBy(() -> log.commit(List.of(Change.put(EntryKind.TABLE, "b", "B"))))
                    .hasMessageContaining("cannot be written\nDetail: it has been removed");
        }
    }

    @Test
    void afterAFailedWriteTheNextChangeBeginsANewFile() throws IOException {
        try (CatalogLog log = CatalogLog.open(folder.resolve("log"))) {
            log.commit(List.of(Change.put(EntryKind.TABLE, "a", "A")));
            Files.move(folder.resolve("log"), folder.resolve("away"));
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> log.commit(List.of(Change.put(EntryKind.TABLE, "b", "B"))))
                        .hasMessageContaining("cannot be written");
            }
            assertThat(log.all(EntryKind.TABLE)).containsOnlyKeys("a");
            Files.move(folder.resolve("away"), folder.resolve("log"));
            log.commit(List.of(Change.put(EntryKind.TABLE, "c", "C")));
            log.commit(List.of(Change.put(EntryKind.TABLE, "d", "D")));
        }
        try (CatalogLog log = CatalogLog.open(folder.resolve("log"))) {
            assertThat(log.all(EntryKind.TABLE)).containsOnlyKeys("a", "c", "d");
        }
    }

    /**
     * A crash at any byte of a write: what was acknowledged is there, and what was not is there wholly or not at all.
     */
    @Test
    void aTornWriteIsDroppedAtEveryByte() throws IOException {
        try (CatalogLog log = CatalogLog.open(folder)) {
            log.commit(List.of(Change.put(EntryKind.TABLE, "first", "CREATE TABLE first ...")));
        }
        byte[] before = Files.readAllBytes(file());
        try (CatalogLog log = CatalogLog.open(folder)) {
            log.commit(List.of(Change.put(EntryKind.TABLE, "second", "2"), Change.put(EntryKind.JOB, "j", "3")));
        }
        byte[] after = Files.readAllBytes(file());
        for (int length = before.length; length < after.length; length++) {
            byte[] torn = Arrays.copyOf(before, length);
            System.arraycopy(after, before.length, torn, before.length, length - before.length);
            Files.write(file(), torn);
            assertThat(tables()).as("%s of %s bytes", length, after.length).containsOnlyKeys("first");
            assertThat(Files.size(file())).isEqualTo(before.length);
        }
        // The same, with the file's size written and its content not.
        Files.write(file(), Arrays.copyOf(before, after.length));
        assertThat(tables()).containsOnlyKeys("first");
    }

    @Test
    void everyFlippedByteIsFoundOrWithoutEffect() throws IOException {
        try (CatalogLog log = CatalogLog.open(folder)) {
            for (int i = 0; i < 5; i++) {
                log.commit(List.of(Change.put(EntryKind.TABLE, "t" + i, "value " + i)));
            }
        }
        byte[] whole = Files.readAllBytes(file());
        int found = 0;
        for (int i = 0; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 0x40;
            Files.write(file(), damaged);
            try {
                assertThat(tables()).as("byte %s", i).containsOnlyKeys("t0", "t1", "t2", "t3", "t4");
            } catch (WeirException e) {
                assertThat(e).hasMessageContaining(file() + " is damaged at offset");
                assertThat(Files.readAllBytes(file())).isEqualTo(damaged);
                found++;
            }
        }
        assertThat(found).isGreaterThan(whole.length / 2);
    }

    @Test
    void aFileThatLostItsEndIsRefused() throws IOException {
        try (CatalogLog log = CatalogLog.open(folder)) {
            log.commit(List.of(Change.put(EntryKind.TABLE, "a", "A")));
            log.commit(List.of(Change.put(EntryKind.TABLE, "b", "B")));
        }
        byte[] whole = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(whole, whole.length - 1));
        assertThatThrownBy(this::tables)
                .hasMessageContaining("it ends here, " + whole.length + " bytes had been written");
    }

    @Test
    void historyIsCompactedAway() throws IOException {
        String large = "x".repeat(100_000);
        try (CatalogLog log = CatalogLog.open(folder)) {
            log.commit(List.of(Change.put(EntryKind.TABLE, "kept", "K")));
            for (int i = 0; i < 40; i++) {
                log.commit(List.of(Change.put(EntryKind.VIEW, "v", large + i)));
            }
        }
        List<Path> files = new ArrayList<>();
        try (var list = Files.list(folder)) {
            list.forEach(files::add);
        }
        assertThat(files).hasSize(1);
        assertThat(Files.size(files.get(0))).isLessThan(2_000_000);
        try (CatalogLog log = CatalogLog.open(folder)) {
            assertThat(log.all(EntryKind.TABLE)).containsOnlyKeys("kept");
            assertThat(log.get(EntryKind.VIEW, "v")).hasValue(large + 39);
        }
    }

    @Test
    void whatACrashOfACompactionLeavesIsRemoved() throws IOException {
        try (CatalogLog log = CatalogLog.open(folder)) {
            log.commit(List.of(Change.put(EntryKind.TABLE, "a", "A")));
        }
        Files.write(folder.resolve("catalog-000002.log.tmp"), new byte[] {1, 2, 3});
        assertThat(tables()).containsOnlyKeys("a");
        assertThat(folder.resolve("catalog-000002.log.tmp")).doesNotExist();
    }
}
