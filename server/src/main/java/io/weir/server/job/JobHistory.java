package io.weir.server.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.runtime.checkpoint.CheckpointStats;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The latest checkpoints and failures of one job, over the life of servers: a file of JSON lines, appended to, and rewritten when it has twice as many lines as are kept.
 *
 * <p>It is for people: nothing is restored from it, so it is not synced, a line that a crash has torn is passed over, and a disk that is full costs the history only. Thread-safe.
 */
final class JobHistory {
    static final int KEPT_CHECKPOINTS = 100;
    static final int KEPT_FAILURES = 20;
    private static final Logger LOG = LoggerFactory.getLogger(JobHistory.class);
    private static final int MAX_LINES = 2 * (KEPT_CHECKPOINTS + KEPT_FAILURES);
    private static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    private final Path file;
    /** Newest first. */
    private final ArrayDeque<CheckpointStats> checkpoints = new ArrayDeque<>();

    private final ArrayDeque<JobFailure> failures = new ArrayDeque<>();
    private int lines;

    /** A line of the file; one of the two is there. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Line(
            @Nullable CheckpointStats checkpoint, @Nullable JobFailure failure) {}

    private JobHistory(Path file) {
        this.file = file;
    }

    /** Reads what there is. @param folder of all histories @param jobId {@code [A-Za-z0-9_-]{1,64}} */
    static JobHistory open(Path folder, String jobId) {
        JobHistory history = new JobHistory(folder.resolve(jobId + ".jsonl"));
        history.read();
        return history;
    }

    private synchronized void read() {
        if (!Files.exists(file)) {
            return;
        }
        try {
            for (String text : Files.readString(file, StandardCharsets.UTF_8).split("\n", -1)) {
                if (!text.isBlank()) {
                    lines++;
                    remember(text);
                }
            }
        } catch (IOException e) {
            LOG.warn("history cannot be read file={}", file, e);
        }
    }

    private void remember(String text) {
        try {
            remember(JSON.readValue(text, Line.class));
        } catch (JsonProcessingException e) {
            LOG.debug("line of the history passed over file={}", file, e);
        }
    }

    private void remember(Line line) {
        if (line.checkpoint() != null) {
            checkpoints.addFirst(line.checkpoint());
            if (checkpoints.size() > KEPT_CHECKPOINTS) {
                checkpoints.removeLast();
            }
        }
        if (line.failure() != null) {
            failures.addFirst(line.failure());
            if (failures.size() > KEPT_FAILURES) {
                failures.removeLast();
            }
        }
    }

    void add(CheckpointStats ended) {
        write(new Line(ended, null));
    }

    void add(JobFailure failure) {
        write(new Line(null, failure));
    }

    private synchronized void write(Line line) {
        remember(line);
        try {
            Files.createDirectories(file.getParent());
            lines++;
            if (lines > MAX_LINES) {
                rewrite();
            } else {
                // A line that was torn before must not take this one with it.
                String text = "\n" + JSON.writeValueAsString(line);
                Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
        } catch (IOException e) {
            LOG.warn("history not written file={}", file, e);
        }
    }

    private void rewrite() throws IOException {
        List<String> kept = new ArrayList<>();
        for (JobFailure failure : oldestFirst(failures)) {
            kept.add(JSON.writeValueAsString(new Line(null, failure)));
        }
        for (CheckpointStats checkpoint : oldestFirst(checkpoints)) {
            kept.add(JSON.writeValueAsString(new Line(checkpoint, null)));
        }
        Path next = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(next, String.join("\n", kept));
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        lines = kept.size();
    }

    private static <T> List<T> oldestFirst(ArrayDeque<T> newestFirst) {
        List<T> all = new ArrayList<>();
        newestFirst.descendingIterator().forEachRemaining(all::add);
        return all;
    }

    /** Newest first. @param ofExecution what the running job says, of which what has just ended may not have come here yet */
    synchronized List<CheckpointStats> checkpoints(List<CheckpointStats> ofExecution) {
        List<CheckpointStats> all = new ArrayList<>(ofExecution.stream()
                .filter(each -> checkpoints.stream().noneMatch(ended -> isSame(each, ended)))
                .toList());
        all.addAll(checkpoints);
        return all;
    }

    // A job that begins anew counts from 1 again.
    private static boolean isSame(CheckpointStats a, CheckpointStats b) {
        return a.checkpointId() == b.checkpointId() && a.triggerTimeMillis() == b.triggerTimeMillis();
    }

    /** Newest first. */
    synchronized List<JobFailure> failures() {
        return List.copyOf(failures);
    }

    /** The job is dropped. */
    synchronized void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("history not deleted file={}", file, e);
        }
    }
}
