package io.weir.runtime.operator.calc;

import io.weir.runtime.operator.Operator;
import io.weir.runtime.operator.Output;
import io.weir.spi.data.Batch;
import io.weir.spi.data.Column;
import io.weir.spi.data.ColumnBuilder;
import io.weir.spi.data.DataType;
import io.weir.spi.data.ObjectColumn;
import io.weir.spi.data.TypeKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Appends the elements of a collection to its row. A long collection fills several batches: the operator stops when one
 * is full and goes on in {@link #drain}. No state.
 */
final class UnnestOperator implements Operator {
    private static final int BATCH_ROWS = 4096;

    private final ColumnExpression collection;
    private final boolean isMap;
    private final boolean spreads;
    private final boolean keepEmpty;
    private final boolean ordinality;
    private final List<DataType> elementTypes;
    private final List<DataType> addedTypes;

    private @Nullable Batch batch;
    private @Nullable ObjectColumn collections;
    private int row;
    private int ordinal;
    private @Nullable Iterator<?> elements;

    UnnestOperator(UnnestFactory spec) {
        this.collection = spec.collection().get();
        this.isMap = spec.collectionType().kind() == TypeKind.MAP;
        this.spreads = !isMap && spec.collectionType().children().get(0).kind() == TypeKind.ROW;
        this.keepEmpty = spec.keepEmpty();
        this.ordinality = spec.ordinality();
        this.elementTypes = UnnestFactory.elementTypes(spec.collectionType());
        this.addedTypes = new ArrayList<>(elementTypes);
        if (ordinality) {
            addedTypes.add(DataType.of(TypeKind.INTEGER));
        }
    }

    @Override
    public void process(int input, Batch newBatch, Output output) {
        batch = newBatch;
        collections = (ObjectColumn) collection.evaluate(newBatch);
        row = 0;
        elements = null;
        drain(output);
    }

    @Override
    public boolean drain(Output output) {
        if (batch != null && collections != null && emitSome(batch, collections, output)) {
            batch = null;
            collections = null;
        }
        return batch == null;
    }

    private boolean emitSome(Batch source, ObjectColumn values, Output output) {
        int[] rows = new int[BATCH_ROWS];
        ColumnBuilder[] added = addedTypes.stream().map(ColumnBuilder::of).toArray(ColumnBuilder[]::new);
        int count = 0;
        while (row < source.rowCount() && count < BATCH_ROWS) {
            if (elements == null) {
                elements = elementsOf(values.values()[row]);
                ordinal = 0;
                if (keepEmpty && !elements.hasNext()) {
                    rows[count++] = row;
                    addNulls(added);
                }
            }
            while (elements.hasNext() && count < BATCH_ROWS) {
                rows[count++] = row;
                add(elements.next(), added);
            }
            if (!elements.hasNext()) {
                elements = null;
                row++;
            }
        }
        if (count > 0) {
            output.emit(append(source.select(rows, count).compact(), added));
        }
        return row >= source.rowCount();
    }

    private Iterator<?> elementsOf(@Nullable Object value) {
        if (value == null) {
            return List.of().iterator();
        }
        Collection<?> values = isMap ? ((Map<?, ?>) value).entrySet() : (List<?>) value;
        return values.iterator();
    }

    private void add(@Nullable Object element, ColumnBuilder[] added) {
        if (isMap && element instanceof Map.Entry<?, ?> entry) {
            added[0].addBoxed(elementTypes.get(0), entry.getKey());
            added[1].addBoxed(elementTypes.get(1), entry.getValue());
        } else if (spreads) {
            List<?> fields = (List<?>) element;
            for (int i = 0; i < elementTypes.size(); i++) {
                added[i].addBoxed(elementTypes.get(i), fields == null ? null : fields.get(i));
            }
        } else {
            added[0].addBoxed(elementTypes.get(0), element);
        }
        if (ordinality) {
            added[elementTypes.size()].addInt(++ordinal);
        }
    }

    private static void addNulls(ColumnBuilder[] added) {
        for (ColumnBuilder column : added) {
            column.addNull();
        }
    }

    private static Batch append(Batch rows, ColumnBuilder[] added) {
        Column[] columns = new Column[rows.columnCount() + added.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = i < rows.columnCount() ? rows.column(i) : added[i - rows.columnCount()].build();
        }
        return Batch.of(rows.rowCount(), rows.rowKinds(), columns);
    }
}
