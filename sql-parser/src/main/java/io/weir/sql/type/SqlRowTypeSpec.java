package io.weir.sql.type;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.StructKind;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.util.Litmus;

/**
 * {@code ROW<a INTEGER, b VARCHAR NOT NULL>} or {@code ROW(...)}. Fields may be NULL unless declared otherwise, as
 * columns may (with Calcite's own ROW it is the other way round).
 */
public final class SqlRowTypeSpec extends SqlTypeNameSpec {
    private final List<SqlIdentifier> names;
    private final List<SqlDataTypeSpec> types;

    /** @param types as many as names, in the same order */
    public SqlRowTypeSpec(List<SqlIdentifier> names, List<SqlDataTypeSpec> types, SqlParserPos position) {
        super(new SqlIdentifier("ROW", position), position);
        this.names = List.copyOf(names);
        this.types = List.copyOf(types);
    }

    public List<SqlIdentifier> names() {
        return names;
    }

    public List<SqlDataTypeSpec> types() {
        return types;
    }

    @Override
    public RelDataType deriveType(SqlValidator validator) {
        RelDataTypeFactory.Builder row = validator.getTypeFactory().builder().kind(StructKind.PEEK_FIELDS_NO_EXPAND);
        for (int i = 0; i < names.size(); i++) {
            row.add(names.get(i).getSimple(), NestedTypes.derive(types.get(i), validator));
        }
        return row.build();
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        NestedTypes.open(writer, "ROW");
        for (int i = 0; i < names.size(); i++) {
            if (i > 0) {
                NestedTypes.comma(writer);
            }
            names.get(i).unparse(writer, 0, 0);
            NestedTypes.write(writer, types.get(i));
        }
        NestedTypes.close(writer);
    }

    @Override
    public boolean equalsDeep(SqlTypeNameSpec other, Litmus litmus) {
        boolean equal = other instanceof SqlRowTypeSpec that
                && simpleNames(names).equals(simpleNames(that.names))
                && NestedTypes.equal(types, that.types);
        return equal ? litmus.succeed() : litmus.fail("{} != {}", this, other);
    }

    private static List<String> simpleNames(List<SqlIdentifier> names) {
        List<String> simple = new ArrayList<>();
        for (SqlIdentifier name : names) {
            simple.add(name.getSimple());
        }
        return simple;
    }
}
