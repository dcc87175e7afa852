package io.weir.sql.type;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.util.Litmus;

/** {@code MAP<VARCHAR, INTEGER NOT NULL>}. */
public final class SqlMapTypeSpec extends SqlTypeNameSpec {
    private final SqlDataTypeSpec key;
    private final SqlDataTypeSpec value;

    public SqlMapTypeSpec(SqlDataTypeSpec key, SqlDataTypeSpec value, SqlParserPos position) {
        super(new SqlIdentifier("MAP", position), position);
        this.key = requireNonNull(key, "key is null");
        this.value = requireNonNull(value, "value is null");
    }

    public SqlDataTypeSpec key() {
        return key;
    }

    public SqlDataTypeSpec value() {
        return value;
    }

    @Override
    public RelDataType deriveType(SqlValidator validator) {
        return validator
                .getTypeFactory()
                .createMapType(NestedTypes.derive(key, validator), NestedTypes.derive(value, validator));
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        NestedTypes.open(writer, "MAP");
        NestedTypes.write(writer, key);
        NestedTypes.comma(writer);
        NestedTypes.write(writer, value);
        NestedTypes.close(writer);
    }

    @Override
    public boolean equalsDeep(SqlTypeNameSpec other, Litmus litmus) {
        boolean equal = other instanceof SqlMapTypeSpec that
                && NestedTypes.equal(List.of(key, value), List.of(that.key, that.value));
        return equal ? litmus.succeed() : litmus.fail("{} != {}", this, other);
    }
}
