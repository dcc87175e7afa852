package io.weir.connector.filesystem;

import static io.weir.connector.ConnectorHarness.schema;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.connector.FakeSinkContext;
import io.weir.connector.base.FileAccessPolicy;
import io.weir.connector.format.csv.CsvFormatFactory;
import io.weir.spi.connector.Options;
import io.weir.spi.connector.Sink;
import io.weir.spi.connector.SinkCommitter;
import io.weir.spi.connector.SinkWriter;
import io.weir.spi.connector.TableDescriptor;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.DataType;
import io.weir.spi.data.RowKind;
import io.weir.spi.data.Schema;
import io.weir.spi.data.TypeKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FileSinkTest {
    private static final Schema SCHEMA = schema("id", DataType.of(TypeKind.BIGINT));

    @TempDir
    Path directory;

    private Sink sink(String... options) {
        Map<String, String> values =
                new HashMap<>(Map.of("connector", "filesystem", "format", "csv", "path", directory + "/out"));
        for (int i = 0; i < options.length; i += 2) {
            values.put(options[i], options[i + 1]);
        }
        var table = new TableDescriptor("t", SCHEMA, List.of(), List.of(), new Options(values));
        return new FileSystemConnector(FileAccessPolicy.allowAll())
                .sink(table, Optional.of(new CsvFormatFactory().create(table)))
                .orElseThrow();
    }

    @Test
    void aDirectoryThatCannotBeMadeIsToldBeforeAJobIsCreated() throws IOException {
        Files.writeString(directory.resolve("file"), "");
        assertThatThrownBy(() -> sink("path", directory + "/file/out").validate())
                .hasMessageContaining("making directory \"" + directory + "/file/out\" failed")
                .hasMessageContaining("Not a directory");
        sink("path", directory + "/a/b").validate();
        assertThat(directory.resolve("a/b")).isDirectory();
    }

    private static Batch batch(long... ids) {
        BatchBuilder rows = new BatchBuilder(SCHEMA.types());
        for (long id : ids) {
            rows.addRow(SCHEMA.types(), RowKind.INSERT_CODE, List.of(id));
        }
        return rows.build();
    }

    private List<Path> files(boolean hidden) throws IOException {
        Path out = directory.resolve("out");
        if (!Files.exists(out)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(out)) {
            return files.filter(file -> file.getFileName().toString().startsWith(".") == hidden)
                    .sorted()
                    .toList();
        }
    }

    private List<String> shown() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : files(false)) {
            lines.addAll(Files.readAllLines(file));
        }
        return lines;
    }

    private static List<byte[]> preCommit(SinkWriter writer, FakeSinkContext context, long checkpoint) {
        var snapshot = writer.prepareCommit(checkpoint).toCompletableFuture();
        context.runIo();
        return snapshot.join().committables();
    }

    @Test
    void rowsAreShownWhenTheCheckpointIsComplete() throws IOException {
        var context = new FakeSinkContext(3, 4, 7);
        SinkCommitter committer = sink("csv.header", "true").createCommitter(new FakeSinkContext(0, 4, 7));
        committer.recover(List.of());
        SinkWriter writer = sink("csv.header", "true").createWriter(context, List.of());
        writer.write(batch(1, 2));
        writer.write(batch(3));
        List<byte[]> committables = preCommit(writer, context, 1);
        assertThat(shown()).isEmpty();
        assertThat(files(true)).hasSize(1);
        committer.commit(1, committables);
        committer.commit(1, committables);
        assertThat(shown()).containsExactly("id", "1", "2", "3");
        assertThat(files(false))
                .extracting(file -> file.getFileName().toString())
                .containsExactly("part-job1-sink1-3-7-0.csv");
        assertThat(preCommit(writer, context, 2)).isEmpty();
        writer.write(batch(4));
        committer.commit(3, preCommit(writer, context, 3));
        assertThat(shown()).containsExactly("id", "1", "2", "3", "id", "4");
        assertThat(files(true)).isEmpty();
        assertThat(context.failure).isNull();
    }

    @Test
    void filesAreClosedBySizeAgeAndInactivity() throws IOException {
        var context = new FakeSinkContext(0, 1, 1);
        SinkWriter writer = sink(
                        "sink.rolling-policy.file-size", "10b",
                        "sink.rolling-policy.rollover-interval", "1 min",
                        "sink.rolling-policy.inactivity-interval", "10 s")
                .createWriter(context, List.of());
        writer.write(batch(1_000_000_000L)); // 11 bytes: full
        writer.write(batch(1));
        context.runIo();
        assertThat(files(true)).hasSize(2);
        context.nowMillis += 9_999;
        writer.endOfEpoch(1);
        writer.write(batch(2));
        context.runIo();
        assertThat(files(true)).hasSize(2);
        context.nowMillis += 10_000;
        writer.endOfEpoch(2);
        writer.write(batch(3));
        context.runIo();
        assertThat(files(true)).hasSize(3);
        assertThat(preCommit(writer, context, 1)).hasSize(3);
    }

    /** Every row once, wherever the job dies: at each step a random one of all crashes the protocol allows. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void everyRowIsShownOnceWhereverTheJobDies(long seed) throws IOException {
        Random random = new Random(seed);
        long nextRow = 0;
        List<byte[]> durable = List.of();
        long durableRow = 0;
        long attempt = 0;
        while (nextRow < 200) {
            attempt++;
            nextRow = durableRow;
            Sink sink = sink("sink.rolling-policy.file-size", "40b");
            SinkCommitter committer = sink.createCommitter(new FakeSinkContext(0, 2, attempt));
            committer.recover(durable);
            if (random.nextInt(5) == 0) {
                continue; // died right after recovery: the next attempt recovers the same again
            }
            List<FakeSinkContext> contexts =
                    List.of(new FakeSinkContext(0, 2, attempt), new FakeSinkContext(1, 2, attempt));
            List<SinkWriter> writers = contexts.stream()
                    .map(context -> sink.createWriter(context, List.of()))
                    .toList();
            boolean alive = true;
            for (int step = 0; alive && step < 40 && nextRow < 200; step++) {
                int subtask = random.nextInt(2);
                if (writers.get(subtask).isReady()) {
                    writers.get(subtask).write(batch(nextRow++));
                } else {
                    contexts.get(subtask).runOneIo();
                }
                if (random.nextInt(8) == 0) {
                    List<byte[]> committables = new ArrayList<>();
                    for (int i = 0; i < 2; i++) {
                        var snapshot = writers.get(i).prepareCommit(step).toCompletableFuture();
                        contexts.get(i).runIo();
                        committables.addAll(snapshot.join().committables());
                    }
                    alive = random.nextInt(6) != 0;
                    if (alive) {
                        durable = committables;
                        durableRow = nextRow;
                        alive = random.nextInt(6) != 0;
                        if (!alive && random.nextBoolean() && !committables.isEmpty()) {
                            committer.commit(step, committables.subList(0, 1)); // died between two renames
                        }
                    }
                    if (alive) {
                        committer.commit(step, committables);
                        alive = random.nextInt(6) != 0;
                    }
                }
                alive &= random.nextInt(30) != 0;
            }
            // What is still queued runs or not; nobody waits for it.
            if (random.nextBoolean()) {
                contexts.forEach(FakeSinkContext::runIo);
            }
            nextRow = durableRow >= 150 ? 200 : durableRow;
        }
        sink().createCommitter(new FakeSinkContext(0, 2, attempt + 1)).recover(durable);
        List<String> expected = new ArrayList<>();
        for (long row = 0; row < durableRow; row++) {
            expected.add(Long.toString(row));
        }
        assertThat(shown()).as("seed %s", seed).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(files(true)).as("seed %s", seed).isEmpty();
    }

    @Test
    void recoveryLeavesTheFilesOfOthers() throws IOException {
        Path out = Files.createDirectories(directory.resolve("out"));
        Path other = Files.writeString(out.resolve(".part-job2-sink1-0-1-0.csv.inprogress"), "1");
        Path mine = Files.writeString(out.resolve(".part-job1-sink1-5-1-0.csv.inprogress"), "1");
        Path done = Files.writeString(out.resolve("part-job1-sink1-5-1-1.csv"), "1");
        sink().createCommitter(new FakeSinkContext(0, 1, 2)).recover(List.of());
        assertThat(other).exists();
        assertThat(mine).doesNotExist();
        assertThat(done).exists();
    }

    @Test
    void aJobFromTheSavepointOfOneThatRunsOnShowsTheSavepointsFilesOnly() throws IOException {
        var context = new FakeSinkContext(0, 1, 1);
        SinkWriter writer = sink().createWriter(context, List.of());
        writer.write(batch(1, 2));
        List<byte[]> named = preCommit(writer, context, 1);
        writer.write(batch(3));
        List<byte[]> behind = preCommit(writer, context, 2);
        var beside = new FakeSinkContext(0, 1, 1);
        beside.jobId = "job2";
        SinkCommitter second = sink().createCommitter(beside);
        second.recover(named);
        assertThat(shown()).containsExactly("1", "2");
        second.end();
        SinkCommitter first = sink().createCommitter(new FakeSinkContext(0, 1, 1));
        first.commit(1, named);
        first.commit(2, behind);
        assertThat(shown()).containsExactly("1", "2", "3");
    }

    @Test
    void twoJobsMayShowTheSameFilesAtTheSameTime() throws Exception {
        Path out = Files.createDirectories(directory.resolve("out"));
        List<byte[]> named = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            PartFile file = new PartFile("part-job1-sink1-0-1-" + i + ".csv", 1);
            Files.writeString(out.resolve(PartFiles.inProgress(file.name())), "1");
            named.add(file.toBytes());
        }
        var beside = new FakeSinkContext(0, 1, 1);
        beside.jobId = "job2";
        CompletableFuture<Void> second =
                CompletableFuture.runAsync(() -> sink().createCommitter(beside).recover(named));
        sink().createCommitter(new FakeSinkContext(0, 1, 1)).commit(1, named);
        second.get(30, TimeUnit.SECONDS);
        assertThat(files(false)).hasSize(3000);
    }

    @Test
    void aFileThatIsGoneOrShorterIsNeverLostSilently() throws IOException {
        var context = new FakeSinkContext(0, 1, 1);
        SinkWriter writer = sink().createWriter(context, List.of());
        writer.write(batch(1, 2));
        List<byte[]> committables = preCommit(writer, context, 1);
        Path hidden = files(true).get(0);
        SinkCommitter committer = sink().createCommitter(new FakeSinkContext(0, 1, 2));
        Files.writeString(hidden, "1\n");
        assertThatThrownBy(() -> committer.recover(committables))
                .hasMessage("file \"" + hidden + "\" is to be committed with 4 bytes and has 2");
        Files.delete(hidden);
        assertThatThrownBy(() -> committer.recover(committables))
                .hasMessage("file \"" + directory
                        + "/out/part-job1-sink1-0-1-0.csv\" of 4 bytes is to be committed and is gone\n"
                        + "Detail: Neither it nor its hidden form is there.\n"
                        + "Hint: If it had been committed and was taken away since, put an empty file in its place.");
    }

    @Test
    void committablesThatLeadElsewhereAreRefused() {
        SinkCommitter committer = sink().createCommitter(new FakeSinkContext(0, 1, 2));
        for (String name : List.of("part-../../etc/x", "x", "part-a\\b")) {
            assertThatThrownBy(() -> committer.recover(List.of(new PartFile(name, 1).toBytes())))
                    .hasMessage("committable of a file sink was written by another version or connector");
        }
        assertThatThrownBy(() -> committer.recover(List.of(new byte[] {1, 2})))
                .hasMessage("committable of a file sink is torn");
    }

    @Test
    void failuresFailTheJobAndTheCheckpoint() throws IOException {
        var context = new FakeSinkContext(0, 1, 1);
        SinkWriter writer = sink().createWriter(context, List.of());
        Path out = directory.resolve("out");
        Files.createFile(out.resolve(".part-job1-sink1-0-1-0.csv.inprogress")); // in the way
        writer.write(batch(1));
        var snapshot = writer.prepareCommit(1).toCompletableFuture();
        context.runIo();
        assertThat(context.failure).hasMessageStartingWith("writing file \"" + out + "/.part-job1-sink1-0-1-0.csv");
        assertThat(snapshot).isCompletedExceptionally();
        writer.close();
    }

    @Test
    void onlyDirectoriesCanBeWrittenTo() throws IOException {
        Files.createFile(directory.resolve("out"));
        assertThatThrownBy(() -> sink().validate())
                .hasMessage("path \"" + directory.toRealPath() + "/out\" is no directory that can be written to");
        assertThatThrownBy(() -> sink("path", directory + "/*.csv").validate())
                .hasMessage("option 'path' wants a directory to write to, found pattern '" + directory + "/*.csv'");
    }
}
