package io.weir.server.catalog;

import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The catalog's entries, in memory and in a {@link LogFile}. A transaction is one record: it is there wholly or not at
 * all.
 *
 * <p>When more of the file is history than content, the content is written to a new file, {@code catalog-<n + 1>.log},
 * which replaces the old one by a rename; a crash at any instant leaves the one or the other. After a failed write
 * nothing more is written to that file, as its end is not known: the next change begins with a new one.
 *
 * <p>Files are written on a thread of its own: statements are cancelled by interrupts, and an interrupt closes the file
 * that its thread is writing.
 *
 * <p>Entries keep the order in which they were first put. Thread-safe.
 */
public final class CatalogLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogLog.class);
    private static final Pattern NAME = Pattern.compile("catalog-(\\d{1,18})\\.log");
    private static final long LEAST_COMPACTED_BYTES = 1 << 20;
    private static final int ENTRIES_IN_A_RECORD = 64; // each may hold a statement of a megabyte

    private final Path folder;
    private final Map<EntryKey, String> entries = new LinkedHashMap<>();
    private final ThreadPoolExecutor writer = writer();
    private LogFile file;
    private long generation;
    private long contentBytes;
    private @Nullable IOException failure;

    private CatalogLog(Path folder, LogFile file, long generation) {
        this.folder = folder;
        this.file = file;
        this.generation = generation;
    }

    /**
     * Opens the catalog in a folder, which is made if it is not there.
     *
     * @throws WeirException (STORAGE_CORRUPT) that names file and offset, if anything but the torn end of the last
     *     write cannot be read
     */
    public static CatalogLog open(Path folder) {
        try {
            Files.createDirectories(folder);
            long newest = 0;
            List<Path> others = new ArrayList<>();
            for (Path path : list(folder)) {
                Matcher name = NAME.matcher(path.getFileName().toString());
                if (name.matches()) {
                    newest = Math.max(newest, Long.parseLong(name.group(1)));
                }
                others.add(path);
            }
            List<byte[]> records = new ArrayList<>();
            LogFile file = newest > 0 ? LogFile.open(path(folder, newest), records) : firstFile(folder);
            CatalogLog log = new CatalogLog(folder, file, Math.max(1, newest));
            for (byte[] record : records) {
                log.apply(decode(file.path(), record));
            }
            for (Path other : others) {
                boolean isOurs = other.getFileName().toString().startsWith("catalog-");
                if (isOurs && !other.equals(file.path())) {
                    Files.deleteIfExists(other); // replaced by a compaction, or left by one that did not finish
                }
            }
            return log;
        } catch (IOException e) {
            throw new WeirException(ErrorCode.STORAGE_UNREACHABLE, "catalog in " + folder + " cannot be opened", e)
                    .withDetail(String.valueOf(e.getMessage()));
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.sorted(Comparator.naturalOrder()).toList();
        }
    }

    private static Path path(Path folder, long generation) {
        return folder.resolve(String.format(Locale.ROOT, "catalog-%06d.log", generation));
    }

    private static LogFile firstFile(Path folder) throws IOException {
        return publish(folder, 1, List.of());
    }

    private static List<Change> decode(Path path, byte[] record) {
        try {
            return ChangeCodec.decode(record);
        } catch (IllegalArgumentException e) {
            throw new WeirException(
                    ErrorCode.STORAGE_CORRUPT, "catalog file " + path + " was not written by this version of Weir", e);
        }
    }

    /** The value of an entry. */
    public synchronized Optional<String> get(EntryKind kind, String name) {
        return Optional.ofNullable(entries.get(new EntryKey(kind, name)));
    }

    /** All entries of a kind, by name, in the order in which they were first put. */
    public synchronized Map<String, String> all(EntryKind kind) {
        Map<String, String> found = new LinkedHashMap<>();
        entries.forEach((key, value) -> {
            if (key.kind() == kind) {
                found.put(key.name(), value);
            }
        });
        return Collections.unmodifiableMap(found);
    }

    /**
     * Makes changes together; they are durable when this returns.
     *
     * @throws WeirException (DISK_FULL, STORAGE_UNREACHABLE); nothing has changed then
     */
    public synchronized void commit(List<Change> changes) {
        if (changes.isEmpty()) {
            return;
        }
        byte[] record = ChangeCodec.encode(changes);
        try {
            if (failure != null) {
                replaceFile();
            }
            write(() -> file.append(record));
        } catch (IOException e) {
            failure = e;
            throw failed(e);
        }
        apply(changes);
        compactIfWorthIt();
    }

    private static ThreadPoolExecutor writer() {
        ThreadPoolExecutor single =
                new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "weir-catalog");
                    thread.setDaemon(true);
                    return thread;
                });
        single.allowCoreThreadTimeOut(true);
        return single;
    }

    private interface FileWork {
        void run() throws IOException;
    }

    /** Waits until it is done, interrupted or not: nobody could say otherwise whether the change has been made. */
    private void write(FileWork work) throws IOException {
        CompletableFuture<Void> done = new CompletableFuture<>();
        try {
            writer.execute(() -> {
                try {
                    work.run();
                    done.complete(null);
                } catch (IOException | RuntimeException | Error e) {
                    done.completeExceptionally(e);
                }
            });
            done.join();
        } catch (RejectedExecutionException e) {
            throw new IOException("it is closed", e);
        } catch (CompletionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof IOException known) {
                throw known;
            }
            throw cause instanceof WeirException known ? known : e;
        }
    }

    private WeirException failed(IOException cause) {
        String message = String.valueOf(cause.getMessage());
        boolean full = message.contains("No space left") || message.contains("quota exceeded");
        return new WeirException(
                        full ? ErrorCode.DISK_FULL : ErrorCode.STORAGE_UNREACHABLE,
                        "catalog file " + file.path() + " cannot be written",
                        cause)
                .withDetail(message)
                .withHint("Make room or repair the file system; until then the catalog is read-only.");
    }

    private void apply(List<Change> changes) {
        for (Change change : changes) {
            String value = change.value();
            String before = value == null ? entries.remove(change.key()) : entries.put(change.key(), value);
            contentBytes += (value == null ? 0 : weight(change.key(), value))
                    - (before == null ? 0 : weight(change.key(), before));
        }
    }

    private static long weight(EntryKey key, String value) {
        return 32L + key.name().length() + value.length();
    }

    private void compactIfWorthIt() {
        if (file.sizeBytes() < LEAST_COMPACTED_BYTES || file.sizeBytes() < 3 * contentBytes) {
            return;
        }
        try {
            replaceFile();
        } catch (IOException e) {
            // The change that led here is durable, so the statement has succeeded; the next one meets the error if it
            // lasts.
            failure = e;
        }
    }

    private void replaceFile() throws IOException {
        List<Change> content = content();
        write(() -> {
            LogFile old = file;
            file = publish(folder, generation + 1, content);
            generation++;
            failure = null;
            closeQuietly(old);
            Files.deleteIfExists(old.path());
        });
    }

    /** A file that could not be written may fail to be closed as well, and is not needed any more. */
    private static void closeQuietly(LogFile old) {
        try {
            old.close();
        } catch (IOException e) {
            LOG.warn("catalog file not closed path={}", old.path(), e);
        }
    }

    private List<Change> content() {
        return entries.entrySet().stream()
                .map(entry -> new Change(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** Writes a file under a temporary name, syncs it, and gives it its name. */
    private static LogFile publish(Path folder, long generation, List<Change> content) throws IOException {
        Path target = path(folder, generation);
        Path temporary = folder.resolve(target.getFileName() + ".tmp");
        try (LogFile written = LogFile.create(temporary)) {
            for (int i = 0; i < content.size(); i += ENTRIES_IN_A_RECORD) {
                written.append(
                        ChangeCodec.encode(content.subList(i, Math.min(content.size(), i + ENTRIES_IN_A_RECORD))));
            }
        }
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        syncFolder(folder);
        return LogFile.open(target, new ArrayList<>());
    }

    private static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Idempotent. */
    @Override
    public synchronized void close() {
        if (writer.isShutdown()) {
            return;
        }
        try {
            write(file::close);
        } catch (IOException e) {
            throw failed(e);
        } finally {
            writer.shutdown();
        }
    }
}
