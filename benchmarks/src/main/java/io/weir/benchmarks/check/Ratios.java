package io.weir.benchmarks.check;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Processor time of each query, in multiples of the reference.
 *
 * @param byQuery sorted by name
 */
record Ratios(TreeMap<String, Double> byQuery) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** None if there is no file yet. */
    static Ratios read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return new Ratios(new TreeMap<>());
        }
        Map<String, Double> read = JSON.readValue(file.toFile(), new TypeReference<>() {});
        return new Ratios(new TreeMap<>(read));
    }

    /** To three digits: the rest is noise, and would show in every diff. */
    void write(Path file) throws IOException {
        TreeMap<String, Double> rounded = new TreeMap<>();
        byQuery.forEach(
                (query, ratio) -> rounded.put(query, Double.parseDouble(String.format(Locale.ROOT, "%.3g", ratio))));
        Files.writeString(file, JSON.writeValueAsString(rounded) + "\n", StandardCharsets.UTF_8);
    }

    /** By what share a query takes longer than expected; negative if it takes less. Empty if nothing is expected. */
    OptionalDouble growth(String query, double measured) {
        Double expected = byQuery.get(query);
        return expected == null ? OptionalDouble.empty() : OptionalDouble.of(measured / expected - 1);
    }
}
