package io.weir.planner.physical;

import io.weir.planner.PlannerOptions;
import io.weir.planner.catalog.Catalog;
import io.weir.planner.catalog.CatalogObject;
import io.weir.planner.catalog.ColumnDefinition;
import io.weir.planner.catalog.TableConnections;
import io.weir.planner.catalog.TableDefinition;
import io.weir.planner.expression.TypeMapping;
import io.weir.planner.validate.Names;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/**
 * The table that takes rows which come too late, where a job names one ({@code table.exec.late-rows.table}). It gets
 * the late rows of each step that leaves some out: columns go by name, others of the table stay NULL. Unless rows have
 * such columns themselves, {@code step} tells which step a row was too late for, and {@code seen_at} when.
 *
 * @param table null if late rows are only counted
 */
public record LateRowTable(@Nullable TableDefinition table) {
    private static final String STEP = "step";
    private static final String SEEN_AT = "seen_at";

    /** Late rows are only counted. */
    public static final LateRowTable NONE = new LateRowTable(null);

    /** @throws WeirException if there is no such table */
    public static LateRowTable of(PlannerOptions options, Catalog catalog) {
        Optional<String> name = options.lateRowsTable();
        if (name.isEmpty()) {
            return NONE;
        }
        CatalogObject object = catalog.find(name.get()).orElse(null);
        if (!(object instanceof TableDefinition table)) {
            throw new WeirException(
                            ErrorCode.OPTION_VALUE,
                            "option '" + PlannerOptions.LATE_ROWS_TABLE.key() + "' wants a table, found '" + name.get()
                                    + "'")
                    .withDetail(
                            object == null
                                    ? "There is no table \"" + name.get() + "\"."
                                    : "\"" + name.get() + "\" is a " + object.kind() + ".");
        }
        return new LateRowTable(table);
    }

    /** Names of columns that it takes, without regard to case; those of windowed tables are kept for it. */
    public Set<String> columns() {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        if (table != null) {
            table.physicalColumns().forEach(column -> names.add(column.name()));
        }
        return names;
    }

    /** The sinks given, and one more for each input whose late rows are left out. */
    public List<StreamSink> with(List<StreamSink> sinks, TableConnections connections, RexBuilder rexBuilder) {
        if (table == null) {
            return sinks;
        }
        List<StreamSink> all = new ArrayList<>(sinks);
        for (StreamRel step : new StreamPlan(sinks).steps()) {
            for (int input = 0; input < step.inputs().size(); input++) {
                if (step.dropsLate(input) && !isProcessingTime(step.input(input))) {
                    all.add(sink(StreamLateRows.of(step, input), step, table, connections, rexBuilder));
                }
            }
        }
        return all;
    }

    /** Rows that get their time where they arrive are never late. */
    private static boolean isProcessingTime(StreamRel input) {
        StreamRel step = input;
        while (step instanceof StreamCalc || step instanceof StreamWindowTable) {
            step = step.input();
        }
        return step instanceof StreamProcessingTime;
    }

    private static StreamSink sink(
            StreamLateRows rows,
            StreamRel step,
            TableDefinition table,
            TableConnections connections,
            RexBuilder rexBuilder) {
        List<RexNode> projects = new ArrayList<>();
        RelDataTypeFactory.Builder rowType = rexBuilder.getTypeFactory().builder();
        List<String> names = rows.rowType().getFieldNames();
        int found = 0;
        for (ColumnDefinition.Physical column : table.physicalColumns()) {
            RelDataType type = TypeMapping.toRelDataType(column.type().withNullable(true), rexBuilder.getTypeFactory());
            int index = IntStream.range(0, names.size())
                    .filter(i -> names.get(i).equalsIgnoreCase(column.name()))
                    .findFirst()
                    .orElse(-1);
            projects.add(
                    index < 0
                            ? added(column.name(), type, step, rexBuilder)
                            : rexBuilder.makeCast(type, RexInputRef.of(index, rows.rowType()), true, false));
            rowType.add(column.name(), type);
            found += index < 0 ? 0 : 1;
        }
        if (found == 0) {
            throw new WeirException(
                            ErrorCode.VALIDATION_ERROR,
                            "table \"" + table.name() + "\" has no column for late rows of " + step.describe())
                    .withDetail("Columns go by name. " + Names.columns(names));
        }
        StreamCalc calc = StreamCalc.of(rows, projects, null, rowType.build(), rexBuilder);
        return StreamSinks.ofTable(calc, table, connections.sink(table));
    }

    private static RexNode added(String name, RelDataType type, StreamRel step, RexBuilder rexBuilder) {
        if (name.equalsIgnoreCase(STEP)) {
            return rexBuilder.makeCast(type, rexBuilder.makeLiteral(step.describe()), true, false);
        }
        if (name.equalsIgnoreCase(SEEN_AT)) {
            return rexBuilder.makeCast(type, rexBuilder.makeCall(SqlStdOperatorTable.CURRENT_TIMESTAMP), true, false);
        }
        return rexBuilder.makeNullLiteral(type);
    }
}
