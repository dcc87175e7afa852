package io.weir.planner.expression;

import io.weir.runtime.operator.calc.Calc;
import io.weir.spi.data.Batch;
import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.calcite.rex.RexNode;

/** Rough times per row of compiled expressions on batches of 4096 rows; by hand, not part of any build. */
final class ExpressionTiming {
    private static final int ROWS = 4096;
    private static final int ROUNDS = 4000;
    private static final SqlExpressions BIDS = new SqlExpressions(
            List.of("auction", "price", "rate", "channel", "url", "ts", "qty"),
            List.of(
                    DataType.of(TypeKind.BIGINT).notNull(),
                    DataType.of(TypeKind.BIGINT),
                    DataType.of(TypeKind.DOUBLE),
                    DataType.of(TypeKind.VARCHAR),
                    DataType.of(TypeKind.VARCHAR),
                    DataType.of(TypeKind.TIMESTAMP, 3),
                    DataType.decimal(10, 2)));

    private ExpressionTiming() {}

    public static void main(String[] arguments) {
        Random random = new Random(1);
        List<List<Object>> rows = new ArrayList<>();
        String[] channels = {"Google", "Facebook", "Baidu", "Apple", "channel-17"};
        for (int i = 0; i < ROWS; i++) {
            rows.add(List.of(
                    (long) random.nextInt(2000),
                    (long) random.nextInt(10_000_000),
                    random.nextDouble(),
                    channels[random.nextInt(channels.length)],
                    "https://www.nexmark.com/" + random.nextInt(999) + "/" + random.nextInt(9999) + "/item.htm?query=1",
                    1_782_909_296_000_000L + i * 1000L,
                    BigDecimal.valueOf(random.nextInt(100000), 2)));
        }
        Batch batch = BIDS.batch(rows);
        String[] cases = {
            "auction, price",
            "price * 2 + auction",
            "price * 0.908",
            "price * 0.908e0",
            "qty * 3 + qty",
            "rate * 2.5e0 + price",
            "CASE WHEN price > 5000000 THEN 1 ELSE 0 END",
            "channel = 'Apple'",
            "SUBSTRING(url FROM 5 FOR 10)",
            "UPPER(channel)",
            "url LIKE '%query%'",
            "SPLIT_INDEX(url, '/', 3)",
            "channel || '-' || url",
            "EXTRACT(HOUR FROM ts)",
            "ts - INTERVAL '4' SECOND",
            "CAST(price AS VARCHAR)",
            "DATE_FORMAT(ts, 'yyyy-MM-dd')",
            "REGEXP_EXTRACT(url, '(\\d+)/(\\d+)', 2)",
            "LEVENSHTEIN(channel, 'Apple')",
        };
        for (String list : cases) {
            report(list, BIDS.parse(list), null, batch);
        }
        report(
                "WHERE MOD(auction, 123) = 0",
                BIDS.parse("auction, price"),
                BIDS.parse("MOD(auction, 123) = 0").get(0),
                batch);
        report(
                "WHERE price > 5000000",
                BIDS.parse("auction, price"),
                BIDS.parse("price > 5000000").get(0),
                batch);
        report(
                "WHERE channel IN (3) AND price > 100, price * 2",
                BIDS.parse("auction, price * 2"),
                BIDS.parse("channel IN ('Apple', 'Google', 'Facebook') AND price > 100")
                        .get(0),
                batch);
    }

    private static void report(String name, List<RexNode> projects, RexNode condition, Batch batch) {
        Calc calc = BIDS.compiler()
                .compileCalc(projects, condition, BIDS.rowType(), RowErrorPolicy.FAIL)
                .create(BIDS.context());
        long rows = 0;
        double best = Double.MAX_VALUE;
        for (int i = 0; i < 10; i++) {
            long start = System.nanoTime();
            for (int j = 0; j < ROUNDS / 10; j++) {
                Batch result = calc.apply(batch);
                rows += result == null ? 0 : result.rowCount();
            }
            best = Math.min(best, (System.nanoTime() - start) / (ROUNDS / 10.0 * ROWS));
        }
        System.out.printf("%-50s %8.2f ns/row (%d rows)%n", name, best, rows);
    }
}
