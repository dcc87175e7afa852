package io.weir.benchmarks.nexmark;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
        String text = read(name + ".sql");
        if (text == null) {
            throw new IllegalArgumentException(
                    "query '" + name + "' does not exist; there are q0 to q" + (COUNT - 1) + " and " + PLAIN_COUNT);
        }
        String other = read("flink/" + name + ".sql");
        return new NexmarkQuery(
                name,
                text,
                other == null ? text : other,
                events(name),
                !text.startsWith("-- Not for the peer"),
                !text.startsWith("-- Not compared"));
    }

    private static long events(String name) {
        return MILLION
                * switch (name) {
                    case "q0", "q1", "q2" -> 100;
                    case "q3", "q10", "q14", "q22", PLAIN_COUNT -> 40;
                    case "q8", "q12", "q13", "q15", "q17", "q21" -> 20;
                    case "q5", "q19" -> 8;
                    case "q11", "q18" -> 6;
                    case "q4", "q7" -> 4;
                    default -> 2;
                };
    }

    /** Statements for Weir: tables, then one INSERT. Options as they stand between the parentheses of WITH. */
    public String weirScript(String sourceOptions, String sinkOptions) {
        return script(text, sourceOptions, sinkOptions);
    }

    /** Statements for the peer. */
    public String peerScript(String sourceOptions, String sinkOptions) {
        return script(peerText, sourceOptions, sinkOptions);
    }

    private static String script(String query, String sourceOptions, String sinkOptions) {
        return (read("tables.sql") + "\n" + query)
                .replace("${SOURCE}", sourceOptions)
                .replace("${SINK}", sinkOptions);
    }

    private static @Nullable String read(String file) {
        try (InputStream in = NexmarkQuery.class.getResourceAsStream(FOLDER + file)) {
            return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
