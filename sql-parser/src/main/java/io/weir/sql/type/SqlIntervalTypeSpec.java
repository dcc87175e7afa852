package io.weir.sql.type;

import static java.util.Objects.requireNonNull;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.util.Litmus;

/** {@code INTERVAL DAY TO SECOND(3)} as the type of a column. */
public final class SqlIntervalTypeSpec extends SqlTypeNameSpec {
    private final SqlIntervalQualifier qualifier;

    public SqlIntervalTypeSpec(SqlIntervalQualifier qualifier, SqlParserPos position) {
        super(new SqlIdentifier("INTERVAL", position), position);
        this.qualifier = requireNonNull(qualifier, "qualifier is null");
    }

    public SqlIntervalQualifier qualifier() {
        return qualifier;
    }

    @Override
    public RelDataType deriveType(SqlValidator validator) {
        return validator.getTypeFactory().createSqlIntervalType(qualifier);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("INTERVAL");
        qualifier.unparse(writer, 0, 0);
    }

    @Override
    public boolean equalsDeep(SqlTypeNameSpec other, Litmus litmus) {
        boolean equal =
                other instanceof SqlIntervalTypeSpec that && qualifier.equalsDeep(that.qualifier, Litmus.IGNORE);
        return equal ? litmus.succeed() : litmus.fail("{} != {}", this, other);
    }
}
