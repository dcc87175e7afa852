package io.weir.connector.filesystem;

import static io.weir.connector.ConnectorHarness.assertRestoresAtEveryBoundary;
import static io.weir.connector.ConnectorHarness.readAll;
import static io.weir.connector.ConnectorHarness.schema;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.connector.ConnectorHarness;
import io.weir.connector.ConnectorHarness.Reading;
import io.weir.connector.FakeSourceContext;
import io.weir.connector.base.FileAccessPolicy;
import io.weir.connector.format.csv.CsvFormatFactory;
import io.weir.connector.format.json.JsonFormatFactory;
import io.weir.spi.connector.MetadataColumn;
import io.weir.spi.connector.Options;
import io.weir.spi.connector.Source;
import io.weir.spi.connector.SplitPosition;
import io.weir.spi.connector.TableDescriptor;
import io.weir.spi.data.DataType;
import io.weir.spi.data.Schema;
import io.weir.spi.data.TypeKind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FileSourceTest {
    private static final Schema SCHEMA =
            schema("id", DataType.of(TypeKind.BIGINT), "name", DataType.of(TypeKind.VARCHAR));
    private static final List<DataType> TYPES = SCHEMA.types();

    @TempDir
    Path directory;

    private Source source(String path, String... options) {
        return source(List.of(), FileAccessPolicy.allowAll(), path, options);
    }

    private static Source source(
            List<MetadataColumn> metadata, FileAccessPolicy policy, String path, String... options) {
        Map<String, String> values = new HashMap<>(Map.of("connector", "filesystem", "format", "csv", "path", path));
        for (int i = 0; i < options.length; i += 2) {
            values.put(options[i], options[i + 1]);
        }
        var table = new TableDescriptor("t", SCHEMA, metadata, List.of(), new Options(values));
        var format = values.get("format").equals("csv")
                ? new CsvFormatFactory().create(table)
                : new JsonFormatFactory().create(table);
        return new FileSystemConnector(policy)
                .source(table, Optional.of(format))
                .orElseThrow();
    }

    /** As if the option source.split-size could be this small. */
    private static Source withSplitSize(Source source, long splitSize) {
        FileSource files = (FileSource) source;
        return new FileSource(
                files.table(), files.format(), files.location(), files.monitorInterval(), splitSize, files.wanted());
    }

    private Path write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static String lines(int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(i).append(",name").append(i).append('\n');
        }
        return text.toString();
    }

    private static List<String> rows(int from, int to) {
        List<String> rows = new ArrayList<>();
        for (int i = from; i < to; i++) {
            rows.add("+I[" + i + ", name" + i + "]");
        }
        return rows;
    }

    @Test
    void filesDirectoriesAndPatternsAreRead() throws IOException {
        write("a.csv", lines(0, 3));
        write("sub/b.csv", lines(3, 5));
        write("c.txt", lines(5, 6));
        write(".hidden.csv", "x");
        write("_SUCCESS", "x");
        write(".git/d.csv", "x");
        assertThat(readAll(source(directory + "/a.csv"), TYPES)).isEqualTo(rows(0, 3));
        assertThat(readAll(source(directory.toString()), TYPES)).containsExactlyInAnyOrderElementsOf(rows(0, 6));
        assertThat(readAll(source(directory + "/*.csv"), TYPES)).isEqualTo(rows(0, 3));
        assertThat(readAll(source(directory + "/**/*.csv"), TYPES)).isEqualTo(rows(3, 5));
        assertThat(readAll(source("file://" + directory + "/{a,c}.*"), TYPES))
                .containsExactlyInAnyOrder("+I[0, name0]", "+I[1, name1]", "+I[2, name2]", "+I[5, name5]");
        assertThat(readAll(source(directory + "/nothing*"), TYPES)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "1,a", "1,a\n", "1,a\r\n2,b\r\n", "\n\n1,a\n\n2,b", "1,käse😀\n2,b\n3,c"})
    void linesMayEndInAnyWayAndBeCutAnywhere(String text) throws IOException {
        write("f.csv", text);
        List<String> expected = new ArrayList<>();
        for (String line : text.split("\r?\n")) {
            if (!line.isEmpty()) {
                expected.add("+I[" + line.replace(",", ", ") + "]");
            }
        }
        for (int splitSize = 1; splitSize < 30; splitSize++) {
            Source source = withSplitSize(source(directory.toString()), splitSize);
            assertThat(readAll(source, TYPES, 3, 1, Optional.empty()))
                    .as("split size %s", splitSize)
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void randomFilesAreReadOnceAtAnySplitSizeAndParallelism() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> expected = new ArrayList<>();
        for (int file = 0; file < 20; file++) {
            StringBuilder text = new StringBuilder();
            for (int line = random.nextInt(40); line > 0; line--) {
                String name = "x".repeat(random.nextInt(random.nextInt(10) == 0 ? 500 : 10));
                text.append(line).append(',').append(name).append('\n');
                expected.add("+I[" + line + ", " + (name.isEmpty() ? "null" : name) + "]");
            }
            write("f" + file, text.toString());
        }
        for (int splitSize : List.of(3, 17, 100, 1_000_000)) {
            Source source = withSplitSize(source(directory.toString()), splitSize);
            assertThat(readAll(source, TYPES, 1 + random.nextInt(4), 7, Optional.empty()))
                    .as("seed %s", seed)
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void positionsRestoreExactlyTheRemainingRows(int maxRows) throws IOException {
        write("a.csv", "id,name\n" + lines(0, 20));
        write("b.csv", "id,name\n" + lines(20, 25));
        write("empty.csv", "id,name\n");
        assertRestoresAtEveryBoundary(
                withSplitSize(source(directory.toString(), "csv.header", "true"), 40), TYPES, maxRows);
    }

    @Test
    void byteOrderMarkIsNoPartOfTheFirstLine() throws IOException {
        write("a.csv", "\uFEFF" + lines(0, 5));
        assertThat(readAll(source(directory.toString()), TYPES)).isEqualTo(rows(0, 5));
        assertRestoresAtEveryBoundary(withSplitSize(source(directory.toString()), 10), TYPES, 1);
        write("b.csv", "\uFEFF");
        assertThat(readAll(source(directory.toString()), TYPES)).isEqualTo(rows(0, 5));
        write("a.csv", "\uFEFFid,name\n" + lines(0, 5));
        assertThat(readAll(source(directory.toString(), "csv.header", "true"), TYPES))
                .isEqualTo(rows(0, 5));
    }

    @Test
    void emptyPathIsNotTheFolderTheServerWasStartedIn() {
        assertThatThrownBy(() -> source("")).hasMessage("option 'path' wants a path, found ''");
        assertThatThrownBy(() -> source("file:")).hasMessage("option 'path' wants a path, found 'file:'");
    }

    @Test
    void compressedFilesAreReadAndRestored() throws IOException {
        Path file = directory.resolve("a.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(lines(0, 30).getBytes(StandardCharsets.UTF_8));
        }
        Source source = withSplitSize(source(directory.toString()), 10);
        assertThat(readAll(source, TYPES)).isEqualTo(rows(0, 30));
        assertRestoresAtEveryBoundary(source, TYPES, 4);
        Files.write(file, Files.readAllBytes(file), StandardOpenOption.APPEND);
        byte[] torn = Arrays.copyOf(Files.readAllBytes(file), 20);
        Files.write(file, torn);
        assertThatThrownBy(() -> readAll(source, TYPES))
                .hasMessageStartingWith("reading file \"" + file + "\" failed: ");
    }

    @Test
    void largeFilesComeInManyChunks() throws IOException {
        write("a.csv", lines(0, 200_000));
        Source source = source(directory.toString(), "source.split-size", "1 mb");
        List<String> read = new ArrayList<>(readAll(source, TYPES, 2, 1000, Optional.empty()));
        List<String> expected = new ArrayList<>(rows(0, 200_000));
        // Sorted, because a comparison in any order takes the square of so many rows.
        read.sort(null);
        expected.sort(null);
        assertThat(read.equals(expected)).isTrue();
    }

    @Test
    void longLinesAreReadAndEndlessOnesAreBadRecords() throws IOException {
        write("a.csv", "1," + "x".repeat(3_000_000) + "\n2,b");
        assertThat(readAll(source(directory.toString()), TYPES)).hasSize(2).contains("+I[2, b]");
        Path file = write("a.csv", "0,z\n1," + "x".repeat(17_000_000) + "\n2,b\n");
        for (long splitSize : List.of(100_000_000L, 5_000_000L)) {
            var context = new FakeSourceContext(0, 1, false);
            try (Reading reading =
                    new Reading(withSplitSize(source(directory.toString()), splitSize), TYPES, context, List.of())) {
                assertThat(reading.toEnd(100).rows).containsExactlyInAnyOrder("+I[0, z]", "+I[2, b]");
            }
            assertThat(context.reported)
                    .singleElement()
                    .asString()
                    .startsWith("file \"" + file + "\" byte 4: 1,xxx")
                    .endsWith("wanted a line of at most 16777216 bytes, found one of 17000003");
        }
    }

    @Test
    void whatIsNotThereIsAnErrorUnlessItIsWatched() throws IOException {
        Path gone = directory.resolve("gone");
        assertThatThrownBy(() -> readAll(source(gone.toString()), TYPES))
                .hasMessage("path \"" + gone + "\" does not exist or cannot be read");
        var context = new FakeSourceContext(0, 1, false);
        try (Reading reading =
                new Reading(source(gone.toString(), "source.monitor-interval", "1 s"), TYPES, context, List.of())) {
            assertThat(reading.rows).isEmpty();
        }
    }

    @Test
    void bytesThatAreNoTextAreBadRecords() throws IOException {
        Path file = directory.resolve("a.csv");
        Files.write(file, "1,\u00e9\n2,\u00e9\n3,\u00e9\n".getBytes(StandardCharsets.UTF_8));
        byte[] bytes = Files.readAllBytes(file);
        bytes[7] = 'x'; // the first byte of the second accented letter: the other one stands alone now
        Files.write(file, bytes);
        var context = new FakeSourceContext(0, 1, false);
        try (Reading reading = new Reading(source(directory.toString()), TYPES, context, List.of())) {
            assertThat(reading.toEnd(100).rows).containsExactly("+I[1, \u00e9]", "+I[3, \u00e9]");
        }
        assertThat(context.reported)
                .singleElement()
                .asString()
                .endsWith("column \"name\": wanted UTF-8, found byte 0xA9 at byte 1");
    }

    @Test
    void newFilesAreFoundWhenWatched() throws IOException {
        write("a.csv", lines(0, 2));
        Source source = source(directory.toString(), "source.monitor-interval", "10 s");
        assertThat(source.isBounded()).isFalse();
        var context = new FakeSourceContext(0, 1, false);
        List<SplitPosition> positions;
        try (Reading reading = new Reading(source, TYPES, context, List.of())) {
            assertThat(context.lastDelayMillis).isEqualTo(10_000);
            assertThat(reading.poll(100)).isEqualTo(rows(0, 2));
            write("b.csv", lines(2, 4));
            assertThat(reading.poll(100)).isEmpty();
            context.advanceMillis(10_000);
            reading.poll(100);
            reading.poll(100);
            assertThat(reading.rows).isEqualTo(rows(0, 4));
            assertThat(reading.reader.splitCount()).isEqualTo(2);
            assertThat(reading.reader.isFinished()).isFalse();
            positions = reading.reader.snapshot(1);
        }
        // What has been read is not read again, even if it has grown; what is new is.
        Files.writeString(directory.resolve("a.csv"), lines(8, 9), StandardOpenOption.APPEND);
        write("c.csv", lines(4, 5));
        try (Reading reading = new Reading(source, TYPES, new FakeSourceContext(0, 1, true), positions)) {
            reading.poll(100);
            reading.poll(100);
            assertThat(reading.rows).isEqualTo(rows(4, 5));
        }
    }

    @Test
    void aWatchedFolderThatVanishesFailsTheJobUntilItIsThereAgain() throws IOException {
        Path watched = Files.createDirectory(directory.resolve("watched"));
        Files.writeString(watched.resolve("a.csv"), lines(0, 2));
        Source source = source(watched.toString(), "source.monitor-interval", "10 s");
        var context = new FakeSourceContext(0, 1, false);
        List<SplitPosition> positions;
        try (Reading reading = new Reading(source, TYPES, context, List.of())) {
            assertThat(reading.poll(100)).isEqualTo(rows(0, 2));
            positions = reading.reader.snapshot(1);
            Files.move(watched, directory.resolve("elsewhere"));
            context.advanceMillis(10_000);
            assertThatThrownBy(() -> reading.poll(100))
                    .hasMessageStartingWith("path \"" + watched + "\" was there and is gone");
        }
        assertThatThrownBy(() -> new Reading(source, TYPES, new FakeSourceContext(0, 1, true), positions))
                .hasMessageStartingWith("path \"" + watched + "\" was there and is gone");
        Files.move(directory.resolve("elsewhere"), watched);
        Files.writeString(watched.resolve("b.csv"), lines(2, 3));
        try (Reading reading = new Reading(source, TYPES, new FakeSourceContext(0, 1, true), positions)) {
            reading.poll(100);
            assertThat(reading.rows).isEqualTo(rows(2, 3));
        }
    }

    @Test
    void aRestoredFileStaysCutAsItWas() throws IOException {
        write("a.csv", lines(0, 50));
        Source source = withSplitSize(source(directory.toString()), 64);
        List<SplitPosition> positions;
        List<String> together = new ArrayList<>();
        try (Reading reading = new Reading(source, TYPES, new FakeSourceContext(0, 1, false), List.of())) {
            reading.poll(9);
            together.addAll(reading.rows);
            positions = reading.reader.snapshot(1);
        }
        // Only some of the ranges are in the checkpoint: another subtask had not listed the file yet.
        List<SplitPosition> some = positions.subList(0, 3);
        together.addAll(readAll(withSplitSize(source, 100), TYPES, 2, 5, Optional.of(some)));
        assertThat(together).containsExactlyInAnyOrderElementsOf(rows(0, 50));
    }

    @Test
    void filesThatShrinkOrVanishFailTheJob() throws IOException {
        Path file = write("a.csv", lines(0, 10));
        Source source = source(directory.toString());
        List<SplitPosition> positions;
        try (Reading reading = new Reading(source, TYPES, new FakeSourceContext(0, 1, false), List.of())) {
            reading.poll(3);
            positions = reading.reader.snapshot(1);
        }
        Files.writeString(file, lines(0, 9));
        assertThatThrownBy(() -> readAll(source, TYPES, 1, 10, Optional.of(positions)))
                .hasMessage("file \"" + file + "\" has 72 bytes, had 80 when it was found");
        Files.delete(file);
        assertThatThrownBy(() -> readAll(source, TYPES, 1, 10, Optional.of(positions)))
                .hasMessage("file \"" + file + "\" is gone before it was read to its end");
    }

    @Test
    void aVanishedFileThatWasReadToItsEndIsNoLoss() throws IOException {
        Path file = write("a.csv", lines(0, 10));
        Source source = source(directory.toString());
        List<SplitPosition> positions;
        try (Reading reading = new Reading(source, TYPES, new FakeSourceContext(0, 1, false), List.of())) {
            positions = reading.toEnd(100).reader.snapshot(1);
        }
        Files.delete(file);
        assertThat(readAll(source, TYPES, 1, 10, Optional.of(positions))).isEmpty();
    }

    @Test
    void badRecordsAreReportedWithTheirPlaceAndPassedOver() throws IOException {
        Path file = write("a.csv", "1,a\nbad\n2,b\n3,c\n");
        var context = new FakeSourceContext(0, 1, false);
        try (Reading reading = new Reading(source(directory.toString()), TYPES, context, List.of())) {
            assertThat(reading.toEnd(100).rows).containsExactly("+I[1, a]", "+I[2, b]", "+I[3, c]");
        }
        assertThat(context.reported)
                .containsExactly("file \"" + file + "\" byte 4: bad: column \"id\": wanted BIGINT, found \"bad\"");
    }

    @Test
    void metadataTellsTheFile() throws IOException {
        Path file = write("a.csv", "1,a\n");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_123L));
        List<MetadataColumn> metadata = List.of(
                new MetadataColumn("p", "file.path", FileMetadata.TYPES.get("file.path")),
                new MetadataColumn("n", "file.name", FileMetadata.TYPES.get("file.name")),
                new MetadataColumn("s", "file.size", FileMetadata.TYPES.get("file.size")),
                new MetadataColumn("m", "file.modification-time", FileMetadata.TYPES.get("file.modification-time")));
        Source source = source(metadata, FileAccessPolicy.allowAll(), directory.toString())
                .withColumns(List.of(1))
                .orElseThrow();
        List<DataType> types = new ArrayList<>(List.of(TYPES.get(1)));
        metadata.forEach(column -> types.add(column.type()));
        assertThat(readAll(source, types)).containsExactly("+I[a, " + file + ", a.csv, 4, 2023-11-14 22:13:20.123Z]");
    }

    @Test
    void jsonLinesAreReadToo() throws IOException {
        write("a.json", "{\"id\":1,\"name\":\"a\"}\r\n\n{\"name\":\"b\"}");
        assertThat(readAll(source(directory.toString(), "format", "json"), TYPES))
                .containsExactly("+I[1, a]", "+I[null, b]");
    }

    @Test
    void pathsOutsideWhatIsAllowedAreRefused() throws IOException {
        write("open/a.csv", lines(0, 1));
        Path secret = write("secret/b.csv", lines(1, 2));
        Files.createSymbolicLink(directory.resolve("open/link.csv"), secret);
        Files.createSymbolicLink(directory.resolve("open/loop"), directory.resolve("secret"));
        var policy = new FileAccessPolicy(List.of(directory.resolve("open")), List.of(directory.resolve("open/state")));
        for (String path :
                List.of("secret", "open/../secret/b.csv", "open/link.csv", "open/loop/b.csv", "open/state/x")) {
            Source source = source(List.of(), policy, directory + "/" + path);
            assertThatThrownBy(source::validate).as(path).hasMessageContaining("is not allowed on this server");
            assertThatThrownBy(() -> readAll(source, TYPES))
                    .as(path)
                    .hasMessageContaining("is not allowed on this server");
        }
        assertThat(readAll(source(List.of(), policy, directory + "/open/a.csv"), TYPES))
                .isEqualTo(rows(0, 1));
        assertThatThrownBy(() -> readAll(source(List.of(), policy, directory + "/open"), TYPES))
                .hasMessageContaining("is not allowed on this server");
    }

    @Test
    void unfittingOptionsAreRefused() {
        assertThatThrownBy(() -> source("hdfs://host/x"))
                .hasMessageStartingWith("option 'path' wants a local path or a file: URI, found scheme 'hdfs'");
        assertThatThrownBy(() -> source("file://host/x"))
                .hasMessage("option 'path' wants a path, found 'file://host/x'");
        assertThatThrownBy(() -> source("/x", "source.split-size", "10"))
                .hasMessage("option 'source.split-size' wants at least 1024 bytes, found 10");
        assertThatThrownBy(() -> source(directory + "/none").validate())
                .hasMessage("path \"" + directory + "/none\" does not exist or cannot be read");
        var table = ConnectorHarness.table(SCHEMA, Map.of("path", "/x"));
        assertThatThrownBy(() -> new FileSystemConnector(FileAccessPolicy.allowAll()).source(table, Optional.empty()))
                .hasMessage("option 'format' is missing; connector 'filesystem' wants one");
    }

    @Test
    void closingWhileReadingAheadFreesTheFile() throws IOException {
        write("a.csv", lines(0, 500_000));
        var context = new FakeSourceContext(0, 1, false);
        Reading reading = new Reading(source(directory.toString()), TYPES, context, List.of());
        reading.poll(10);
        reading.poll(10);
        reading.close();
        context.runIo();
        assertThat(reading.reader.poll(10)).isNotNull(); // what was read ahead is still there; nothing more is read
        assertThat(context.failure).isNull();
    }
}
