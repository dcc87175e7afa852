package io.weir.runtime.operator.over;

import io.weir.runtime.operator.over.FrameSpec.Bound;
import io.weir.runtime.operator.over.FrameSpec.Place;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Window functions by their definitions, over the sorted rows of one partition. */
final class OverModel {
    /** A row: its order value and its argument, either may be null. */
    record Row(Long order, Long value) {}

    private final List<Row> rows;
    /** Whether only rows with equal order and equal value are peers. */
    private final boolean orderedByBoth;

    private final boolean descending;

    OverModel(List<Row> rows, boolean orderedByBoth, boolean descending) {
        this.rows = rows;
        this.orderedByBoth = orderedByBoth;
        this.descending = descending;
    }

    private boolean arePeers(int i, int j) {
        Row a = rows.get(i);
        Row b = rows.get(j);
        return Objects.equals(a.order, b.order) && (!orderedByBoth || Objects.equals(a.value, b.value));
    }

    private int group(int row) {
        return (int)
                IntStream.rangeClosed(1, row).filter(i -> !arePeers(i, i - 1)).count();
    }

    /** The result of a call for a row, as text. */
    String result(OverCall call, int row) {
        long n = rows.size();
        long rank = IntStream.range(0, row)
                        .filter(i -> arePeers(i, row))
                        .findFirst()
                        .orElse(row)
                + 1L;
        return switch (call.kind()) {
            case ROW_NUMBER -> String.valueOf(row + 1);
            case RANK -> String.valueOf(rank);
            case DENSE_RANK -> String.valueOf(group(row) + 1);
            case PERCENT_RANK -> String.valueOf(n == 1 ? 0.0 : (rank - 1.0) / (n - 1));
            case CUME_DIST ->
                String.valueOf((double) IntStream.range(0, (int) n)
                                .filter(i -> i <= row || arePeers(i, row))
                                .count()
                        / n);
            case NTILE -> String.valueOf(bucket(row, call.number()));
            case LAG -> shifted(call, IntStream.range(0, row).map(i -> row - 1 - i), row);
            case LEAD -> shifted(call, IntStream.range(row + 1, (int) n), row);
            case FIRST_VALUE -> nth(call, frame(call.frame(), row), 1);
            case NTH_VALUE -> nth(call, frame(call.frame(), row), call.number());
            case LAST_VALUE -> {
                List<Long> values = new ArrayList<>(frame(call.frame(), row));
                Collections.reverse(values);
                yield nth(call, values, 1);
            }
            case AGGREGATE -> aggregate(call, frame(call.frame(), row));
        };
    }

    private long bucket(int row, long buckets) {
        int at = 0;
        for (int bucket = 1; bucket <= buckets; bucket++) {
            at += (int) (rows.size() / buckets) + (bucket <= rows.size() % buckets ? 1 : 0);
            if (row < at) {
                return bucket;
            }
        }
        throw new IllegalStateException("no bucket for row " + row);
    }

    private String shifted(OverCall call, IntStream candidates, int row) {
        if (call.number() == 0) {
            return text(rows.get(row).value);
        }
        return nth(call, candidates.mapToObj(i -> rows.get(i).value).toList(), call.number());
    }

    private static String nth(OverCall call, List<Long> values, long number) {
        Stream<Long> counted = values.stream().filter(value -> !call.ignoreNulls() || value != null);
        return text(counted.skip(number - 1)
                .map(Optional::ofNullable)
                .findFirst()
                .flatMap(found -> found)
                .orElse(null));
    }

    private static String aggregate(OverCall call, List<Long> values) {
        List<Long> present = values.stream().filter(Objects::nonNull).toList();
        boolean isEmpty = present.isEmpty();
        return switch (call.aggregate().orElseThrow().kind()) {
            case COUNT ->
                String.valueOf(
                        call.aggregate().orElseThrow().distinct()
                                ? present.stream().distinct().count()
                                : present.size());
            case SUM ->
                isEmpty
                        ? "NULL"
                        : String.valueOf(
                                present.stream().mapToLong(Long::longValue).sum());
            case MIN ->
                isEmpty
                        ? "NULL"
                        : String.valueOf(present.stream()
                                .mapToLong(Long::longValue)
                                .min()
                                .orElseThrow());
            case MAX ->
                isEmpty
                        ? "NULL"
                        : String.valueOf(present.stream()
                                .mapToLong(Long::longValue)
                                .max()
                                .orElseThrow());
            default -> throw new IllegalStateException("not in the model");
        };
    }

    private static String text(Long value) {
        return value == null ? "NULL" : value.toString();
    }

    private List<Long> frame(FrameSpec frame, int row) {
        List<Long> values = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            if (isBehind(frame, frame.from(), i, row, 1) && isBehind(frame, frame.to(), i, row, -1)) {
                values.add(rows.get(i).value);
            }
        }
        return values;
    }

    /** Whether row i is at the bound or, in direction +1, behind it, in direction -1, before it. */
    private boolean isBehind(FrameSpec frame, Bound bound, int i, int row, int direction) {
        if (bound.place() == Place.UNBOUNDED_PRECEDING || bound.place() == Place.UNBOUNDED_FOLLOWING) {
            return true;
        }
        long offset = bound.signedOffset().longValue();
        return switch (frame.unit()) {
            case ROWS -> direction * (i - row - offset) >= 0;
            case GROUPS -> direction * (group(i) - group(row) - offset) >= 0;
            case RANGE -> {
                if (bound.place() == Place.CURRENT_ROW || rows.get(row).order == null) {
                    yield direction * (group(i) - group(row)) >= 0;
                }
                if (rows.get(i).order == null) {
                    // NULLs stand at one end, beyond every distance.
                    yield direction * (i - row) > 0;
                }
                long distance = rows.get(i).order - rows.get(row).order;
                yield direction * ((descending ? -distance : distance) - offset) >= 0;
            }
        };
    }
}
