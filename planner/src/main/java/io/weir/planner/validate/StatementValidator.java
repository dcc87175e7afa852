package io.weir.planner.validate;

import io.weir.planner.catalog.Catalog;
import io.weir.planner.catalog.CatalogReaders;
import io.weir.planner.expression.TypeMapping;
import io.weir.planner.expression.WeirTypeFactory;
import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.validate.SqlValidator;
import org.jspecify.annotations.Nullable;

/**
 * Validates the queries, types and expressions of one statement. Not thread-safe. Throws {@link WeirException} only.
 */
public final class StatementValidator {
    private final Catalog catalog;
    private final CalciteCatalogReader reader;
    private final WeirSqlValidator validator;

    public StatementValidator(Catalog catalog, WeirTypeFactory typeFactory) {
        this(catalog, typeFactory, new AtomicBoolean());
    }

    /** @param cancelled once true, validation ends with an error soon */
    public StatementValidator(Catalog catalog, WeirTypeFactory typeFactory, AtomicBoolean cancelled) {
        this.catalog = catalog;
        this.reader = CatalogReaders.of(catalog, typeFactory);
        this.validator = new WeirSqlValidator(reader, typeFactory, cancelled);
    }

    /** Validates a query. The node given is not changed. Call once. */
    public ValidatedQuery validate(SqlNode query) {
        try {
            SqlNode validated = validator.validate(SqlCopy.of(query));
            RelDataType rowType = validator.getValidatedNodeType(validated);
            return new ValidatedQuery(validated, rowType, parameters(validated));
        } catch (RuntimeException | Error e) {
            throw new ErrorTranslator(catalog, validator).translate(e);
        }
    }

    /** By their numbers: the parts of a MERGE do not stand in a query in the order in which they were written. */
    private List<DataType> parameters(SqlNode validated) {
        SortedMap<Integer, DataType> types = new TreeMap<>();
        validated.accept(new SqlBasicVisitor<Void>() {
            @Override
            public @Nullable Void visit(SqlDynamicParam parameter) {
                types.put(parameter.getIndex(), TypeMapping.toDataType(validator.getValidatedNodeType(parameter)));
                return null;
            }
        });
        return List.copyOf(types.values());
    }

    /** The type that is written, with its nullability. */
    public DataType type(SqlDataTypeSpec type) {
        try {
            RelDataType derived = type.deriveType(validator, true);
            DataType mapped = TypeMapping.toDataType(derived);
            if (mapped.kind() == TypeKind.NULL) {
                throw new WeirException(ErrorCode.VALIDATION_ERROR, "NULL is no type of a column");
            }
            return mapped.withNullable(!Boolean.FALSE.equals(type.getNullable()));
        } catch (RuntimeException | Error e) {
            throw Names.at(new ErrorTranslator(catalog, validator).translate(e), type.getParserPosition());
        }
    }

    /** For the step behind validation, which asks for the types of nodes. */
    public SqlValidator validator() {
        return validator;
    }

    public CalciteCatalogReader reader() {
        return reader;
    }
}
