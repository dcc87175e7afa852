package io.weir.planner.physical;

import static java.util.Objects.requireNonNull;

import io.weir.planner.catalog.CatalogTable;
import io.weir.planner.catalog.ColumnDefinition;
import io.weir.planner.catalog.MaterializedViewDefinition;
import io.weir.planner.catalog.SystemTable;
import io.weir.planner.catalog.TableDefinition;
import io.weir.planner.catalog.WatermarkDefinition;
import io.weir.planner.expression.TypeMapping;
import io.weir.planner.logical.TableExpressions;
import io.weir.spi.connector.ChangelogKind;
import io.weir.spi.connector.Source;
import io.weir.spi.data.DataType;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * A scan of a table.
 *
 * <pre>
 * Scan(declared columns)   ->   Calc(declared columns)      computes columns, casts metadata
 *                                 Normalize                 if the connector yields upserts
 *                                   Source(base columns)    physical columns, then metadata
 * </pre>
 */
final class StreamSourceRule implements PhysicalRule {
    @Override
    public @Nullable StreamRel convert(RelNode node, StreamPlanner planner) {
        if (!(node instanceof TableScan scan)) {
            return null;
        }
        CatalogTable table = requireNonNull(scan.getTable().unwrap(CatalogTable.class), "scan of an unknown table");
        if (table.object() instanceof SystemTable system) {
            return new StreamValues(system.name(), system.rows().apply(planner.user()), scan.getRowType());
        }
        TableDefinition definition = table.object() instanceof MaterializedViewDefinition view
                ? view.table()
                : (TableDefinition) table.object();
        return scan(definition, scan.getRowType(), planner);
    }

    private static StreamRel scan(TableDefinition table, RelDataType rowType, StreamPlanner planner) {
        Source source = planner.tables().source(table, !planner.isStreaming());
        if (!source.isBounded() && !planner.isStreaming()) {
            throw new WeirException(ErrorCode.UNBOUNDED_QUERY, "table \"" + table.name() + "\" has no end")
                    .withHint("Read it with SELECT STREAM, or keep what you need of it in a job or view.");
        }
        List<String> names = new ArrayList<>();
        List<DataType> types = new ArrayList<>();
        table.physicalColumns().forEach(column -> {
            names.add(column.name());
            types.add(column.type());
        });
        for (ColumnDefinition.Metadata column : table.metadataColumns()) {
            names.add(column.name());
            types.add(planner.tables().metadataType(table, column));
        }
        RelDataType base = TypeMapping.toRowType(names, types, planner.logical().typeFactory());
        TableExpressions expressions = TableExpressions.of(table, planner.logical());
        RexShuttle metadata = metadataCasts(base, table, planner);
        List<RexNode> columns = expressions.columns().stream()
                .map(column -> column.accept(metadata))
                .toList();
        RexNode watermark =
                expressions.watermark() == null ? null : expressions.watermark().accept(metadata);

        int rowtime = rowtime(table);
        ImmutableBitSet baseRowtime = rowtime >= 0 && columns.get(rowtime) instanceof RexInputRef ref
                ? ImmutableBitSet.of(ref.getIndex())
                : ImmutableBitSet.of();
        // A snapshot of rows that end has nothing to withdraw.
        boolean isSnapshot = table.connector().isEmpty() && source.isBounded();
        ChangelogKind changelog =
                isSnapshot ? ChangelogKind.INSERT_ONLY : planner.tables().sourceChangelog(table);
        StreamTraits traits =
                new StreamTraits(changelog, source.isBounded(), keys(table, changelog, base), baseRowtime, null);
        StreamRel step = planner.share(new StreamSource(
                table, source, StreamRel.range(0, names.size()), watermark, planner.rexBuilder(), base, traits));
        if (changelog == ChangelogKind.UPSERT) {
            step = planner.share(StreamNormalize.of(step, table));
        }
        StreamCalc calc = StreamCalc.of(step, columns, null, rowType, planner.rexBuilder());
        if (rowtime >= 0 && !calc.traits().rowtime().get(rowtime)) {
            calc = calc.withTraits(calc.traits().withRowtime(ImmutableBitSet.of(rowtime)));
        }
        return calc.isIdentity() ? step : calc;
    }

    /** Metadata comes with the connector's type, and expressions expect the declared one. */
    private static RexShuttle metadataCasts(RelDataType base, TableDefinition table, StreamPlanner planner) {
        int physicalCount = table.physicalColumns().size();
        return new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef ref) {
                if (ref.getIndex() < physicalCount) {
                    return ref;
                }
                return planner.rexBuilder().ensureType(ref.getType(), RexInputRef.of(ref.getIndex(), base), true);
            }
        };
    }

    private static int rowtime(TableDefinition table) {
        WatermarkDefinition watermark = table.watermark();
        return watermark == null ? -1 : table.schema().indexOf(watermark.column());
    }

    /**
     * The primary key, where it can be trusted. Of an insert-only stream it cannot: nobody checks it there, and what is
     * not unique would make wrong answers of right ones.
     */
    private static List<ImmutableBitSet> keys(TableDefinition table, ChangelogKind changelog, RelDataType base) {
        if (table.primaryKey().isEmpty()
                || (changelog == ChangelogKind.INSERT_ONLY
                        && !table.enforced()
                        && table.connector().isPresent())) {
            return List.of();
        }
        return List.of(ImmutableBitSet.of(StreamNormalize.keyColumns(table, base)));
    }
}
