package io.weir.benchmarks.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where figures go for programs, and as a picture. */
public final class ReportFiles {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

    @Option(names = "--json", paramLabel = "FILE", description = "Writes all figures to this file.")
    private @Nullable Path json;

    @Option(names = "--chart", paramLabel = "FILE", description = "Draws the figures into this file (SVG).")
    private @Nullable Path chart;

    /** Writes the file if one is asked for. @param figures records */
    public void writeJson(Object figures) throws IOException {
        if (json != null) {
            Map<String, Object> report = Map.of(
                    "java", System.getProperty("java.vm.version"),
                    "processors", Runtime.getRuntime().availableProcessors(),
                    "figures", figures);
            Files.writeString(json, JSON.writeValueAsString(report) + "\n", StandardCharsets.UTF_8);
        }
    }

    /** Draws if that is asked for. */
    public void writeChart(Supplier<String> svg) throws IOException {
        if (chart != null) {
            Files.writeString(chart, svg.get(), StandardCharsets.UTF_8);
        }
    }
}
