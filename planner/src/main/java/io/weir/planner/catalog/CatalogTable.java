package io.weir.planner.catalog;

import static java.util.Objects.requireNonNull;

import io.weir.planner.expression.TypeMapping;
import io.weir.spi.data.Schema;
import java.util.List;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.TemporalTable;
import org.apache.calcite.schema.TranslatableTable;
import org.apache.calcite.schema.impl.AbstractTable;
import org.jspecify.annotations.Nullable;

/** A catalog object as Calcite sees it: {@link RelOptTable#unwrap} gives it back in a plan. */
public class CatalogTable extends AbstractTable implements TemporalTable {
    private final CatalogObject object;
    private @Nullable RelDataType rowType;

    private CatalogTable(CatalogObject object) {
        this.object = requireNonNull(object, "object is null");
    }

    static CatalogTable of(CatalogObject object) {
        return object instanceof ViewDefinition ? new View(object) : new CatalogTable(object);
    }

    public final CatalogObject object() {
        return object;
    }

    @Override
    public final RelDataType getRowType(RelDataTypeFactory typeFactory) {
        RelDataType type = rowType;
        if (type == null) {
            Schema schema = object.schema();
            type = TypeMapping.toRowType(schema.names(), schema.types(), typeFactory);
            rowType = type;
        }
        return type;
    }

    /** Calcite asks for it; only tables that keep their own history would have one. */
    @Override
    public final String getSysStartFieldName() {
        return "";
    }

    @Override
    public final String getSysEndFieldName() {
        return "";
    }

    /** A view: replaced by its query. */
    private static final class View extends CatalogTable implements TranslatableTable {
        private View(CatalogObject object) {
            super(object);
        }

        /** The expander of Weir's planner takes the view's name instead of its text. */
        @Override
        public RelNode toRel(RelOptTable.ToRelContext context, RelOptTable table) {
            return context.expandView(table.getRowType(), object().name(), List.of(), table.getQualifiedName()).rel;
        }
    }
}
