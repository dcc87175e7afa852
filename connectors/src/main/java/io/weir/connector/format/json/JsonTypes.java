package io.weir.connector.format.json;

import io.weir.spi.data.DataType;
import io.weir.spi.data.Field;
import io.weir.spi.data.Schema;
import io.weir.spi.data.TypeKind;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;

/** Which types JSON can hold: all, if keys of maps are texts. */
public final class JsonTypes {
    private JsonTypes() {}

    public static void check(Schema schema) {
        for (Field field : schema.fields()) {
            check(field.name(), field.type());
        }
    }

    private static void check(String column, DataType type) {
        if (type.kind() == TypeKind.MAP && !type.children().get(0).isText()) {
            throw new WeirException(
                    ErrorCode.TYPE_MISMATCH,
                    "column \"" + column + "\" wants a map with text keys for format 'json', found " + type);
        }
        type.children().forEach(child -> check(column, child));
    }
}
