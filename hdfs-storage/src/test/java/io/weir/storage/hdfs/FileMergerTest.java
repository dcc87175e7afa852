package io.weir.storage.hdfs;

import static io.weir.storage.hdfs.Manifests.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import io.weir.spi.storage.CheckpointStorage;
import io.weir.spi.storage.FileContent;
import io.weir.spi.storage.StoredFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class FileMergerTest {
    private static final int COUNT = 20;

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newFixedThreadPool(COUNT);
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicInteger writes = new AtomicInteger();
    private volatile boolean isFull;

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private CheckpointStorage storage() {
        CheckpointStorage local = new HdfsCheckpointStorageProvider(Map.of(), null)
                .open(folder.toUri().toString(), "job-1");
        return new ForwardingStorage(local) {
            @Override
            public StoredFile writeExclusive(long checkpointId, String nameHint, FileContent content) {
                entered.countDown();
                try {
                    assertThat(goOn.await(50, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                writes.incrementAndGet();
                if (isFull && writes.get() == 2) {
                    throw new WeirException(ErrorCode.DISK_FULL, "storage is full");
                }
                return super.writeExclusive(checkpointId, nameHint, content);
            }
        };
    }

    private List<Future<StoredFile>> writeAll(FileMerger merger, long maxFileBytes) throws InterruptedException {
        List<Future<StoredFile>> files = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            byte[] content = bytes(String.format("state %04d", i));
            files.add(threads.submit(() -> merger.write(7, content, maxFileBytes)));
            assertThat(entered.await(50, TimeUnit.SECONDS)).isTrue(); // the first one alone
        }
        while (merger.waiting(7) < COUNT - 1) {
            Thread.onSpinWait(); // one writes, all others wait
        }
        goOn.countDown();
        return files;
    }

    @Test
    void whatWaitsWhileAFileIsWrittenBecomesTheNextOne() throws Exception {
        CheckpointStorage storage = storage();
        FileMerger merger = new FileMerger(storage);
        List<Future<StoredFile>> files = writeAll(merger, 1_000_000);
        for (int i = 0; i < COUNT; i++) {
            assertThat(storage.read(files.get(i).get())).isEqualTo(bytes(String.format("state %04d", i)));
        }
        assertThat(writes).hasValue(2);
        assertThat(merger.waiting(7)).isZero();
    }

    @Test
    void noFileIsLargerThanWanted() throws Exception {
        List<Future<StoredFile>> files = writeAll(new FileMerger(storage()), 50);
        for (Future<StoredFile> file : files) {
            file.get();
        }
        assertThat(writes).hasValue(1 + 4); // 19 files of ten bytes, five at a time
    }

    @Test
    void whoeverWasInAFileThatFailsHearsOfIt() throws InterruptedException {
        isFull = true;
        List<Future<StoredFile>> files = writeAll(new FileMerger(storage()), 1_000_000);
        int failed = 0;
        for (Future<StoredFile> file : files) {
            try {
                file.get();
            } catch (ExecutionException e) {
                assertThat(e).hasMessageContaining("storage is full");
                failed++;
            }
        }
        assertThat(failed).isEqualTo(COUNT - 1);
    }
}
