package io.weir.runtime.operator.calc;

import static io.weir.spi.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.OperatorContext;
import io.weir.runtime.operator.OperatorFactory;
import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import java.util.List;
import java.util.function.Supplier;

/**
 * UNNEST: each row once for each element of a collection, with the columns of the element appended. Row kinds are kept.
 *
 * @param collection makes, for each subtask, the function that computes the collection
 * @param collectionType an ARRAY or a MAP
 * @param keepEmpty whether a row whose collection is NULL or empty comes out once, with NULLs (LEFT JOIN UNNEST)
 * @param ordinality whether an INTEGER column follows that counts the elements from 1
 */
public record UnnestFactory(
        String operatorId,
        String describe,
        Supplier<ColumnExpression> collection,
        DataType collectionType,
        boolean keepEmpty,
        boolean ordinality)
        implements OperatorFactory {
    public UnnestFactory {
        requireNonNull(operatorId, "operatorId is null");
        requireNonNull(collection, "collection is null");
        checkArgument(
                collectionType.kind() == TypeKind.ARRAY || collectionType.kind() == TypeKind.MAP,
                "%s is no collection",
                collectionType);
    }

    /** The columns of an element: the fields of a ROW, key and value of a MAP, or the element itself. */
    public static List<DataType> elementTypes(DataType collectionType) {
        if (collectionType.kind() == TypeKind.MAP) {
            return collectionType.children();
        }
        DataType element = collectionType.children().get(0);
        return element.kind() == TypeKind.ROW ? element.children() : List.of(element);
    }

    @Override
    public Operator create(OperatorContext context) {
        return new UnnestOperator(this);
    }
}
