package io.weir.planner.catalog;

import io.weir.runtime.operator.source.BadRecordPolicy;
import io.weir.spi.connector.Option;
import java.time.Duration;
import java.util.List;

/** Options that every table with a connector has. */
public final class CommonOptions {
    public static final Option<String> CONNECTOR =
            Option.text(TableDefinition.CONNECTOR, null, "The kind of external system.");
    public static final Option<String> FORMAT = Option.text("format", null, "How records are encoded.");
    public static final Option<BadRecordPolicy.Action> BAD_RECORDS = Option.oneOf(
            "bad-records",
            BadRecordPolicy.Action.class,
            "fail",
            "What happens to records that cannot be read: fail the job, skip and count them, or write them to the table that "
                    + "'bad-records.table' names (dead-letter).");
    public static final Option<String> BAD_RECORDS_TABLE = Option.text(
            "bad-records.table",
            null,
            "The table for records that cannot be read: columns for place, record, cause and time.");
    public static final Option<Duration> IDLE_TIMEOUT = Option.duration(
            "scan.watermark.idle-timeout",
            null,
            "After this time without rows a partition no longer holds back the watermark; 0: it always does.");
    public static final Option<Long> SCAN_PARALLELISM =
            Option.integer("scan.parallelism", null, 1, 32768, "Number of subtasks that read the table.");
    public static final Option<Long> SINK_PARALLELISM =
            Option.integer("sink.parallelism", null, 1, 32768, "Number of subtasks that write to the table.");

    private CommonOptions() {}

    /** All of them. */
    public static List<Option<?>> all() {
        return List.of(
                CONNECTOR, FORMAT, BAD_RECORDS, BAD_RECORDS_TABLE, IDLE_TIMEOUT, SCAN_PARALLELISM, SINK_PARALLELISM);
    }
}
