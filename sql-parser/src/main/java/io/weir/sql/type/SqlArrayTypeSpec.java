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

/** {@code ARRAY<INTEGER NOT NULL>}. (Calcite reads {@code INTEGER ARRAY}, whose elements are always nullable.) */
public final class SqlArrayTypeSpec extends SqlTypeNameSpec {
    private final SqlDataTypeSpec element;

    public SqlArrayTypeSpec(SqlDataTypeSpec element, SqlParserPos position) {
        super(new SqlIdentifier("ARRAY", position), position);
        this.element = requireNonNull(element, "element is null");
    }

    public SqlDataTypeSpec element() {
        return element;
    }

    @Override
    public RelDataType deriveType(SqlValidator validator) {
        return validator.getTypeFactory().createArrayType(NestedTypes.derive(element, validator), -1);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        NestedTypes.open(writer, "ARRAY");
        NestedTypes.write(writer, element);
        NestedTypes.close(writer);
    }

    @Override
    public boolean equalsDeep(SqlTypeNameSpec other, Litmus litmus) {
        boolean equal =
                other instanceof SqlArrayTypeSpec that && NestedTypes.equal(List.of(element), List.of(that.element));
        return equal ? litmus.succeed() : litmus.fail("{} != {}", this, other);
    }
}
