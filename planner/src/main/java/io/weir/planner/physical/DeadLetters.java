package io.weir.planner.physical;

import static java.util.Objects.requireNonNull;

import io.weir.planner.catalog.Catalog;
import io.weir.planner.catalog.ColumnDefinition;
import io.weir.planner.catalog.CommonOptions;
import io.weir.planner.catalog.TableConnections;
import io.weir.planner.catalog.TableDefinition;
import io.weir.planner.expression.TypeMapping;
import io.weir.runtime.operator.source.BadRecordPolicy;
import io.weir.spi.connector.Options;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;

/**
 * Sinks for the records that a job's sources cannot read, where a table says {@code 'bad-records' = 'dead-letter'}.
 * Columns go by name: {@code place}, {@code record}, {@code cause}, {@code seen_at}; others of the table stay NULL.
 */
public final class DeadLetters {
    private DeadLetters() {}

    /** The sinks given, and one more for each source that has a dead-letter table. */
    public static List<StreamSink> with(
            List<StreamSink> sinks, Catalog catalog, TableConnections connections, RexBuilder rexBuilder) {
        Map<StreamSource, TableDefinition> targets = new LinkedHashMap<>();
        for (StreamRel step : new StreamPlan(sinks).steps()) {
            if (step instanceof StreamSource source && isDeadLetter(source)) {
                targets.put(source, target(source, catalog));
            }
        }
        List<StreamSink> all = new ArrayList<>(sinks);
        targets.forEach((source, table) -> all.add(sink(source, table, connections, rexBuilder)));
        return all;
    }

    private static boolean isDeadLetter(StreamSource source) {
        return new Options(source.table().options()).get(CommonOptions.BAD_RECORDS)
                == BadRecordPolicy.Action.DEAD_LETTER;
    }

    private static TableDefinition target(StreamSource source, Catalog catalog) {
        String name = source.table().options().get(CommonOptions.BAD_RECORDS_TABLE.key());
        if (name == null) {
            throw new WeirException(
                            ErrorCode.MISSING_OPTION,
                            "option '" + CommonOptions.BAD_RECORDS_TABLE.key() + "' of table \""
                                    + source.table().name() + "\" is missing")
                    .withDetail(CommonOptions.BAD_RECORDS_TABLE.meaning());
        }
        return catalog.table(name);
    }

    private static StreamSink sink(
            StreamSource source, TableDefinition table, TableConnections connections, RexBuilder rexBuilder) {
        StreamBadRecords records = StreamBadRecords.of(source, rexBuilder.getTypeFactory());
        List<RexNode> projects = new ArrayList<>();
        RelDataTypeFactory.Builder rowType = rexBuilder.getTypeFactory().builder();
        int found = 0;
        for (ColumnDefinition.Physical column : table.physicalColumns()) {
            RelDataType type = TypeMapping.toRelDataType(column.type().withNullable(true), rexBuilder.getTypeFactory());
            int index = records.schema().indexOf(column.name());
            projects.add(
                    index < 0
                            ? rexBuilder.makeNullLiteral(type)
                            : rexBuilder.makeCast(type, RexInputRef.of(index, records.rowType()), true, false));
            rowType.add(column.name(), type);
            found += index < 0 ? 0 : 1;
        }
        if (found == 0) {
            throw new WeirException(
                            ErrorCode.VALIDATION_ERROR,
                            "table \"" + table.name() + "\" has no column for records that cannot be read")
                    .withDetail("The columns are looked for by name: \"place\" VARCHAR, \"record\" VARBINARY, "
                            + "\"cause\" VARCHAR, \"seen_at\" TIMESTAMP_LTZ(3).");
        }
        StreamCalc calc = StreamCalc.of(records, projects, null, requireNonNull(rowType.build()), rexBuilder);
        return StreamSinks.ofTable(calc, table, connections.sink(table));
    }
}
