package io.weir.benchmarks.nexmark;

import io.weir.benchmarks.run.RunReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** All runs of one query. Figures are medians over the rounds. */
final class QueryFigures {
    private final NexmarkQuery query;
    private final long events;
    private final List<RunReport> weir = new ArrayList<>();
    private final List<RunReport> peer = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private boolean hasFailed;

    QueryFigures(NexmarkQuery query, long events) {
        this.query = query;
        this.events = events;
    }

    NexmarkQuery query() {
        return query;
    }

    long events() {
        return events;
    }

    void addWeir(RunReport report) {
        weir.add(report);
    }

    void addPeer(RunReport report) {
        peer.add(report);
    }

    void addProblem(String problem) {
        hasFailed = true;
        problems.add(problem);
    }

    /** What people should read below the figures. */
    void addProblems(List<String> lines) {
        problems.addAll(lines);
    }

    List<String> problems() {
        return List.copyOf(problems);
    }

    List<RunReport> weir() {
        return List.copyOf(weir);
    }

    List<RunReport> peer() {
        return List.copyOf(peer);
    }

    boolean hasRatio() {
        return !hasFailed && !weir.isEmpty() && !peer.isEmpty();
    }

    /** Whether every run ended and no results differ. */
    boolean isSound() {
        return !hasFailed && !Boolean.FALSE.equals(resultsEqual());
    }

    /** Whether both left the same rows; null if there is nothing to compare. */
    @Nullable Boolean resultsEqual() {
        if (weir.isEmpty() || peer.isEmpty() || !query.isCompared()) {
            return null;
        }
        RunReport first = weir.get(0);
        return weir.stream().allMatch(run -> run.checked().sameResult(first.checked()))
                && peer.stream().allMatch(run -> run.checked().sameResult(first.checked()));
    }

    /** Weir's speed divided by the peer's. */
    double ratio() {
        return eventsPerSecond(weir) / eventsPerSecond(peer);
    }

    /** The peer's processor time divided by Weir's. */
    double cpuRatio() {
        return cpuSecondsPerMillion(peer) / cpuSecondsPerMillion(weir);
    }

    double eventsPerSecond(List<RunReport> runs) {
        return events / median(runs, RunReport::seconds);
    }

    double cpuSecondsPerMillion(List<RunReport> runs) {
        return median(runs, RunReport::cpuSeconds) * 1e6 / events;
    }

    double bytesPerEvent(List<RunReport> runs) {
        return median(runs, run -> run.allocatedBytes()) / events;
    }

    double peakResidentGigabytes(List<RunReport> runs) {
        return median(runs, run -> run.peakResidentBytes()) / 1e9;
    }

    private static double median(List<RunReport> runs, ToDoubleFunction<RunReport> figure) {
        List<Double> sorted = runs.stream()
                .map(figure::applyAsDouble)
                .sorted(Comparator.naturalOrder())
                .toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
