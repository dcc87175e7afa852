package io.weir.benchmarks.nexmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.benchmarks.run.RunReport;
import java.util.List;

/** The figures for programs. */
final class ReportJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ReportJson() {}

    static String text(List<QueryFigures> all, String state, int parallelism) {
        ObjectNode report = JSON.createObjectNode();
        report.put("state", state);
        report.put("parallelism", parallelism);
        report.put("java", System.getProperty("java.vm.version"));
        report.put("processors", Runtime.getRuntime().availableProcessors());
        ArrayNode queries = report.putArray("queries");
        all.forEach(figures -> queries.add(query(figures)));
        List<QueryFigures> compared =
                all.stream().filter(QueryFigures::hasRatio).toList();
        if (!compared.isEmpty()) {
            report.put("ratio", ReportTable.geometricMean(compared, QueryFigures::ratio));
            report.put("cpu_ratio", ReportTable.geometricMean(compared, QueryFigures::cpuRatio));
        }
        return report.toPrettyString() + "\n";
    }

    private static ObjectNode query(QueryFigures figures) {
        ObjectNode node = JSON.createObjectNode();
        node.put("query", figures.query().name());
        node.put("events", figures.events());
        engine(node, "weir", figures, figures.weir());
        engine(node, "peer", figures, figures.peer());
        if (figures.hasRatio()) {
            node.put("ratio", figures.ratio());
            node.put("cpu_ratio", figures.cpuRatio());
        }
        node.put("results_equal", figures.resultsEqual());
        ArrayNode problems = node.putArray("problems");
        figures.problems().forEach(problems::add);
        return node;
    }

    private static void engine(ObjectNode node, String name, QueryFigures figures, List<RunReport> runs) {
        if (runs.isEmpty()) {
            return;
        }
        node.put(name + "_events_per_s", figures.eventsPerSecond(runs));
        node.put(name + "_cpu_s_per_million", figures.cpuSecondsPerMillion(runs));
        node.put(name + "_bytes_per_event", figures.bytesPerEvent(runs));
        node.put(name + "_peak_resident_gb", figures.peakResidentGigabytes(runs));
        node.set(name + "_runs", JSON.valueToTree(runs));
    }
}
