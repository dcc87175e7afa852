package io.weir.benchmarks.bank;

import io.weir.benchmarks.run.Resources;
import java.util.Arrays;
import java.util.List;

/** The statements of the test; the views are the same text for both engines. */
public final class BankScript {
    /** What is asked of the views, in turn: accounts, total, and how many transfers are in it. */
    static final List<String> READINGS = List.of(
            "SELECT accounts, total, (SELECT SUM(total) FROM credits) FROM total",
            "SELECT COUNT(*), SUM(balance), (SELECT SUM(total) FROM credits) FROM balances",
            "SELECT COUNT(*), SUM(total) - (SELECT SUM(total) FROM debits), SUM(total) FROM credits",
            "SELECT COUNT(*), SUM(total) - (SELECT COUNT(*) FROM transfers), SUM(total) FROM debits",
            "SELECT COUNT(*), SUM(balance) + (SELECT total FROM total), (SELECT SUM(total) FROM debits) FROM balances");

    private static final String COLUMNS =
            " (id BIGINT, from_account BIGINT, to_account BIGINT, amount BIGINT, ts TIMESTAMP(3)";

    private BankScript() {}

    /** A table of Weir's own, and the views. */
    static List<String> weir(int parallelism) {
        String table = "CREATE TABLE transfers" + COLUMNS + ", PRIMARY KEY (id))";
        String views = views("MATERIALIZED VIEW", "WITH ('parallelism' = '" + parallelism + "')");
        return Arrays.stream((table + ";\n" + views).split(";\\s*\n")).toList();
    }

    /**
     * A table that is read from a connector, the views, and one INSERT of the total.
     *
     * @param source options of the connector
     * @param sink options of the connector that takes the total
     */
    public static String peer(String source, String sink) {
        return "CREATE TABLE transfers" + COLUMNS + ", WATERMARK FOR ts AS ts - INTERVAL '1' SECOND) WITH (" + source
                + ");\n" + views("VIEW", "") + "CREATE TABLE outputs (accounts BIGINT, total BIGINT) WITH (" + sink
                + ");\nINSERT INTO outputs SELECT accounts, total FROM total;\n";
    }

    private static String views(String kind, String options) {
        return Resources.text("/bank/views.sql").replace("${VIEW}", kind).replace("${OPTIONS}", options);
    }
}
