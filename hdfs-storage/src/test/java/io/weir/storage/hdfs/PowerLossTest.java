package io.weir.storage.hdfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.spi.storage.CheckpointManifest;
import io.weir.spi.storage.CheckpointStorage;
import io.weir.spi.storage.StorageOptions;
import io.weir.spi.storage.StoredFile;
import io.weir.spi.testing.Shown;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Storage on a file system that loses at a power failure whatever was not synced, in the middle of any call: a checkpoint that was published is whole, and one that was not is not there or whole.
 * {@code -Pseeds} runs more.
 */
final class PowerLossTest {
    private static final int SEEDS = Integer.getInteger("power.seeds", 500);
    private static final int LOSSES = 4;

    /** One seed. */
    private static final class Run {
        private final Random random;
        private final VolatileFileSystem.Disk disk;
        private final HdfsCheckpointStorageProvider provider =
                new HdfsCheckpointStorageProvider(Map.of("fs.volatile.impl", VolatileFileSystem.class.getName()), null);
        /** Manifests of checkpoints that must be there. */
        private final TreeMap<Long, CheckpointManifest> published = new TreeMap<>();

        private final Map<StoredFile, byte[]> contents = new java.util.HashMap<>();
        private final List<StoredFile> shared = new ArrayList<>();
        private long nextId = 1;
        private int checkpoints;

        private Run(long seed) {
            random = new Random(seed);
            disk = new VolatileFileSystem.Disk(random);
            VolatileFileSystem.disk = disk;
        }

        private CheckpointStorage open() {
            StorageOptions options = new StorageOptions(random.nextInt(3) * 20, random.nextBoolean(), 1_000, false);
            return provider.open("volatile:///checkpoints", "job", () -> options);
        }

        private void run() {
            for (int loss = 0; loss < LOSSES; loss++) {
                CheckpointStorage storage = open();
                long attempt = storage.fence();
                storage.sweep(List.of(), List.of());
                disk.failOneIn(random.nextInt(3) == 0 ? 0 : 20 + random.nextInt(100));
                disk.losePowerAfter(random.nextInt(300));
                try {
                    while (true) {
                        step(storage, attempt);
                    }
                } catch (PowerGone e) {
                    disk.recover();
                }
                check();
            }
        }

        private void step(CheckpointStorage storage, long attempt) {
            long id = nextId;
            nextId++;
            try {
                List<StoredFile> files = new ArrayList<>();
                for (int i = random.nextInt(4); i >= 0; i--) {
                    files.add(write(storage, id));
                }
                if (!shared.isEmpty()) {
                    files.add(shared.get(random.nextInt(shared.size())));
                }
                CheckpointManifest manifest = Manifests.withFiles(id, files.toArray(StoredFile[]::new));
                storage.publish(manifest, attempt);
                published.put(id, manifest);
                checkpoints++;
                if (published.size() > 2) {
                    long oldest = published.firstKey();
                    CheckpointManifest dropped = published.remove(oldest); // from here on nobody may count on it
                    shared.clear();
                    published
                            .values()
                            .forEach(each -> each.files().stream()
                                    .filter(file -> file.path().startsWith("shared/"))
                                    .forEach(shared::add));
                    storage.delete(oldest);
                    storage.sweep(List.of(), dropped.files());
                }
            } catch (RuntimeException e) {
                if (isPowerGone(e)) {
                    throw new PowerGone();
                }
                // Given up; what it wrote is an orphan, or a checkpoint that nobody heard of.
            }
        }

        private StoredFile write(CheckpointStorage storage, long id) {
            byte[] content = new byte[random.nextInt(100)];
            random.nextBytes(content);
            boolean isShared = random.nextBoolean();
            StoredFile file = isShared
                    ? storage.writeShared("sst", () -> new ByteArrayInputStream(content))
                    : storage.writeExclusive(id, "state", () -> new ByteArrayInputStream(content));
            contents.put(file, content);
            return file;
        }

        private static boolean isPowerGone(Throwable e) {
            for (Throwable each = e; each != null; each = each.getCause()) {
                if ("the power is gone".equals(each.getMessage())) {
                    return true;
                }
            }
            return false;
        }

        private void check() {
            CheckpointStorage storage = open();
            List<Long> there = storage.list();
            assertThat(there).as("checkpoints that are there").containsAll(published.keySet());
            for (long id : there) {
                CheckpointManifest manifest = storage.load(id).orElseThrow();
                for (StoredFile file : manifest.files()) {
                    assertThat(storage.read(file)).as("file %s of %s", file, id).isEqualTo(contents.get(file));
                }
            }
            // What nobody heard of is as good as any; from here on it counts.
            for (long id : there) {
                if (published.isEmpty() || id > published.lastKey()) {
                    published.put(id, storage.load(id).orElseThrow());
                }
            }
            shared.retainAll(published.values().stream()
                    .flatMap(each -> each.files().stream())
                    .toList());
        }
    }

    /** The process is gone too. */
    private static final class PowerGone extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @Test
    void whatWasPublishedIsWholeAfterAnyLossOfPower(TestReporter reporter) {
        long checkpoints = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            Run run = new Run(seed);
            try {
                run.run();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
            checkpoints += run.checkpoints;
        }
        Shown.show(
                reporter,
                "power-loss",
                Map.of(
                        "seeds", Integer.toString(SEEDS),
                        "losses", Integer.toString(SEEDS * LOSSES),
                        "checkpoints", Long.toString(checkpoints)));
        assertThat(checkpoints).isGreaterThan(SEEDS);
    }
}
