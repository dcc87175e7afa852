package io.weir.benchmarks.nexmark;

import io.weir.benchmarks.run.Resources;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A query as it is written for Weir and for its peer, with places for the options of sources and sinks.
 *
 * @param events of a measured run unless told otherwise: as many as take the peer some ten seconds, so that start-up
 *     and compilation weigh little for either
 * @param hasPeer whether Flink can run it
 * @param isCompared whether it has one right result
 */
public record NexmarkQuery(
        String name, String text, String peerText, long events, boolean hasPeer, boolean isCompared) {
    private static final String FOLDER = "/nexmark/";
    private static final int COUNT = 24;
    /** Bids for each bidder: not one of the public queries. */
    private static final String PLAIN_COUNT = "count";

    private static final long MILLION = 1_000_000;

    /** All names, in order. */
    public static List<String> names() {
        return Stream.concat(IntStream.range(0, COUNT).mapToObj(number -> "q" + number), Stream.of(PLAIN_COUNT))
                .toList();
    }

    /** @throws IllegalArgumentException if there is none */
    public static NexmarkQuery of(String name) {
        String text = Resources.find(FOLDER + name + ".sql")
                .orElseThrow(() -> new IllegalArgumentException("query '" + name + "' does not exist; there are q0 to q"
                        + (COUNT - 1) + " and " + PLAIN_COUNT));
        return new NexmarkQuery(
                name,
                text,
                Resources.find(FOLDER + "flink/" + name + ".sql").orElse(text),
                events(name),
                !text.startsWith("-- Not for the peer"),
                !text.startsWith("-- Not compared"));
    }

    /**
     * As many as keep the faster engine busy for two seconds or so: what starts up, compiles, and touches its heap for the
     * first time is not to be what is compared.
     */
    private static long events(String name) {
        return MILLION
                * switch (name) {
                    case "q0", "q1", "q2", "q13" -> 300;
                    case "q3", "q14", PLAIN_COUNT -> 200;
                    case "q10", "q22" -> 100;
                    case "q8" -> 80;
                    case "q12" -> 40;
                    case "q17", "q21" -> 30;
                    case "q15" -> 20;
                    case "q18" -> 10;
                    case "q5", "q11", "q19" -> 8;
                    case "q4" -> 6;
                    case "q20" -> 5;
                    case "q7" -> 4;
                    case "q9", "q16" -> 3;
                    default -> 2;
                };
    }

    /** Statements for Weir: tables, then one INSERT. Options as they stand between the parentheses of WITH. */
    public String weirScript(String sourceOptions, String sinkOptions) {
        return script(text, sourceOptions, sinkOptions);
    }

    /** The tables of events alone. */
    public static String tables(String sourceOptions) {
        return Resources.text(FOLDER + "tables.sql").replace("${SOURCE}", sourceOptions);
    }

    /** Whether there is a text for batches. */
    public boolean hasBatch() {
        return Resources.find(batchFile()).isPresent();
    }

    /** One SELECT over tables that are complete, in DuckDB's dialect. */
    public String batchText() {
        return Resources.text(batchFile());
    }

    private String batchFile() {
        return FOLDER + "duckdb/" + name + ".sql";
    }

    /** Statements for the peer. */
    public String peerScript(String sourceOptions, String sinkOptions) {
        return script(peerText, sourceOptions, sinkOptions);
    }

    private static String script(String query, String sourceOptions, String sinkOptions) {
        return (Resources.text(FOLDER + "tables.sql") + "\n" + query)
                .replace("${SOURCE}", sourceOptions)
                .replace("${SINK}", sinkOptions);
    }
}
