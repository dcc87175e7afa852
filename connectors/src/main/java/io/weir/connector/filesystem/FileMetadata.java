package io.weir.connector.filesystem;

import io.weir.spi.connector.MetadataColumn;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The metadata columns: what is known of the file that a row is from. */
final class FileMetadata {
    static final Map<String, DataType> TYPES = Map.of(
            "file.path", DataType.of(TypeKind.VARCHAR).notNull(),
            "file.name", DataType.of(TypeKind.VARCHAR).notNull(),
            "file.size", DataType.of(TypeKind.BIGINT).notNull(),
            "file.modification-time", DataType.of(TypeKind.TIMESTAMP_LTZ, 3).notNull());

    private FileMetadata() {}

    /** Adds the columns to the current row, from column {@code first} on. */
    static void add(List<MetadataColumn> columns, FileSplit split, BatchBuilder rows, int first) {
        for (int i = 0; i < columns.size(); i++) {
            var out = rows.column(first + i);
            switch (columns.get(i).key()) {
                case "file.path" -> addText(split.path().toString(), out);
                case "file.name" -> addText(nameOf(split.path()), out);
                case "file.size" -> out.addLong(split.fileLength());
                case "file.modification-time" -> out.addLong(split.modifiedMillis() * 1000);
                default ->
                    throw new IllegalStateException(
                            "no metadata " + columns.get(i).key());
            }
        }
    }

    private static void addText(String text, ColumnBuilder out) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.addBytes(bytes, 0, bytes.length);
    }

    private static String nameOf(Path path) {
        Path name = path.getFileName();
        return name == null ? path.toString() : name.toString();
    }
}
