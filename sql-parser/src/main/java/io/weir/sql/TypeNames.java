package io.weir.sql;

import io.weir.spi.error.NearestName;
import io.weir.sql.parser.ParserMessages;
import io.weir.sql.type.SqlArrayTypeSpec;
import io.weir.sql.type.SqlMapTypeSpec;
import io.weir.sql.type.SqlRowTypeSpec;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCollectionTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.SqlUserDefinedTypeNameSpec;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Refuses types that do not exist. The grammar takes any name for a type that the user has defined, which Weir has none
 * of, and any length; and Calcite would quietly take the longest there is in place of one that is too long.
 */
final class TypeNames {
    private static final List<String> KNOWN = List.of(
            "BOOLEAN",
            "TINYINT",
            "SMALLINT",
            "INT",
            "INTEGER",
            "BIGINT",
            "REAL",
            "FLOAT",
            "DOUBLE",
            "DECIMAL",
            "NUMERIC",
            "CHAR",
            "VARCHAR",
            "STRING",
            "BINARY",
            "VARBINARY",
            "BYTES",
            "DATE",
            "TIME",
            "TIMESTAMP",
            "TIMESTAMP_LTZ",
            "INTERVAL",
            "ARRAY",
            "MAP",
            "ROW",
            "UUID");

    /** What other systems call them. */
    private static final Map<String, String> FOREIGN = Map.ofEntries(
            Map.entry("BOOL", "BOOLEAN"),
            Map.entry("INT2", "SMALLINT"),
            Map.entry("INT4", "INTEGER"),
            Map.entry("INT8", "BIGINT"),
            Map.entry("INT32", "INTEGER"),
            Map.entry("INT64", "BIGINT"),
            Map.entry("LONG", "BIGINT"),
            Map.entry("FLOAT4", "REAL"),
            Map.entry("FLOAT8", "DOUBLE"),
            Map.entry("FLOAT64", "DOUBLE"),
            Map.entry("NUMBER", "DECIMAL"),
            Map.entry("TEXT", "STRING"),
            Map.entry("CLOB", "STRING"),
            Map.entry("JSON", "STRING"),
            Map.entry("JSONB", "STRING"),
            Map.entry("BYTEA", "BYTES"),
            Map.entry("BLOB", "BYTES"),
            Map.entry("DATETIME", "TIMESTAMP"),
            Map.entry("TIMESTAMPTZ", "TIMESTAMP_LTZ"),
            Map.entry("STRUCT", "ROW"));

    private TypeNames() {}

    static void check(SqlDataTypeSpec type) {
        check(type.getTypeNameSpec());
    }

    private static void check(SqlTypeNameSpec type) {
        if (type instanceof SqlUserDefinedTypeNameSpec) {
            String name = type.getTypeName().toString();
            String known = FOREIGN.get(name.toUpperCase(Locale.ROOT));
            String nearest = known != null ? known : NearestName.of(name, KNOWN).orElse(null);
            SqlParserPos position = type.getParserPos();
            throw ParserMessages.unknownType(name, nearest).at(position.getLineNum(), position.getColumnNum());
        } else if (type instanceof SqlBasicTypeNameSpec basic) {
            TypeLengths.check(basic);
        } else if (type instanceof SqlCollectionTypeNameSpec collection) {
            check(collection.getElementTypeName());
        } else if (type instanceof SqlArrayTypeSpec array) {
            check(array.element());
        } else if (type instanceof SqlMapTypeSpec map) {
            check(map.key());
            check(map.value());
        } else if (type instanceof SqlRowTypeSpec row) {
            row.types().forEach(TypeNames::check);
        }
    }
}
