package io.weir.connector.nexmark;

import io.weir.spi.data.DataType;
import io.weir.spi.data.Field;
import io.weir.spi.data.Schema;
import io.weir.spi.data.TypeKind;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.NearestName;
import io.weir.spi.error.WeirException;
import java.util.stream.IntStream;

/** Checks a declared column against those there are. A table may leave columns out and order them as it likes. */
final class EventColumnCheck {
    private EventColumnCheck() {}

    static void check(String owner, Field declared, Schema known) {
        int index = known.indexOf(declared.name());
        if (index < 0) {
            WeirException unknown = new WeirException(
                            ErrorCode.UNKNOWN_COLUMN,
                            "the nexmark connector has no column \"" + declared.name() + "\" for \"" + owner + "\"")
                    .withDetail("The columns are \"" + String.join("\", \"", known.names()) + "\".");
            String hint = NearestName.hint(declared.name(), known.names());
            throw hint.isEmpty() ? unknown : unknown.withHint(hint);
        }
        DataType type = known.fields().get(index).type();
        if (!fits(declared.type(), type)) {
            throw new WeirException(
                    ErrorCode.TYPE_MISMATCH,
                    "column \"" + declared.name() + "\" of \"" + owner + "\" wants type " + type + ", found "
                            + declared.type());
        }
        if (type.kind() == TypeKind.ROW) {
            Schema fields = new Schema(IntStream.range(0, type.children().size())
                    .mapToObj(i ->
                            new Field(type.fieldNames().get(i), type.children().get(i)))
                    .toList());
            for (int i = 0; i < declared.type().children().size(); i++) {
                Field field = new Field(
                        declared.type().fieldNames().get(i),
                        declared.type().children().get(i));
                check(declared.name(), field, fields);
            }
        }
    }

    private static boolean fits(DataType declared, DataType made) {
        return switch (made.kind()) {
            // Times are whole milliseconds: fewer digits would cut them.
            case TIMESTAMP ->
                (declared.kind() == TypeKind.TIMESTAMP || declared.kind() == TypeKind.TIMESTAMP_LTZ)
                        && declared.precision() >= 3;
            case VARCHAR -> declared.kind() == TypeKind.VARCHAR && declared.precision() == DataType.UNBOUNDED_LENGTH;
            // Events of another type are null.
            case ROW -> declared.kind() == TypeKind.ROW && declared.nullable();
            default -> declared.kind() == made.kind();
        };
    }
}
