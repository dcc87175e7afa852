package io.weir.runtime.task;

import io.weir.runtime.operator.source.BadRecordPolicy;
import io.weir.runtime.time.Clock;
import io.weir.spi.connector.BadRecords;
import io.weir.spi.data.Batch;
import io.weir.spi.data.BatchBuilder;
import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the policy for records that cannot be read. Readers report them while they are polled; what goes to the
 * side output leaves in the same step, in front of any barrier, so a dead letter is written as many times as a row is.
 */
final class SourceDeadLetters implements BadRecords {
    private static final List<DataType> TYPES = List.of(
            DataType.of(TypeKind.VARCHAR),
            DataType.of(TypeKind.VARBINARY),
            DataType.of(TypeKind.VARCHAR),
            DataType.of(TypeKind.TIMESTAMP_LTZ));

    private final BadRecordPolicy policy;
    private final Clock clock;
    private final Counters counters;
    private final Runnable wakeUp;
    /** As many as readers find between two polls, which they bound. */
    private final ConcurrentLinkedQueue<Letter> letters = new ConcurrentLinkedQueue<>();

    private record Letter(String place, byte[] data, String cause, long seenAtMicros) {}

    SourceDeadLetters(BadRecordPolicy policy, Clock clock, Counters counters, Runnable wakeUp) {
        this.policy = policy;
        this.clock = clock;
        this.counters = counters;
        this.wakeUp = wakeUp;
    }

    int port() {
        return policy.sidePort();
    }

    @Override
    public void report(String place, byte[] data, int from, int to, String cause) {
        if (policy.action() == BadRecordPolicy.Action.FAIL) {
            throw new WeirException(ErrorCode.MALFORMED_RECORD, "record at " + place + " cannot be read: " + cause)
                    .withHint(
                            "Set the table option 'bad-records' to 'skip' or 'dead-letter' to go on behind such records.");
        }
        counters.add("numBadRecords", 1);
        if (policy.action() == BadRecordPolicy.Action.DEAD_LETTER) {
            letters.add(new Letter(place, Arrays.copyOfRange(data, from, to), cause, clock.currentTimeMillis() * 1000));
            wakeUp.run();
        }
    }

    boolean isEmpty() {
        return letters.isEmpty();
    }

    /** What was reported, or null. The worker. */
    @Nullable Batch take() {
        if (letters.isEmpty()) {
            return null;
        }
        BatchBuilder builder = new BatchBuilder(TYPES);
        for (Letter letter = letters.poll(); letter != null; letter = letters.poll()) {
            addText(builder, 0, letter.place);
            builder.column(1).addBytes(letter.data, 0, letter.data.length);
            addText(builder, 2, letter.cause);
            builder.column(3).addLong(letter.seenAtMicros);
            builder.endRow();
        }
        return builder.build();
    }

    private static void addText(BatchBuilder builder, int column, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        builder.column(column).addBytes(bytes, 0, bytes.length);
    }
}
