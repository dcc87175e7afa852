package io.weir.benchmarks.start;

import io.weir.benchmarks.start.StartFigures.JobsFigures;
import java.util.List;
import java.util.Locale;

/** The figures for people. */
final class StartTable {
    private StartTable() {}

    /** @param millis all of one kind */
    static String times(String what, List<Double> millis) {
        return String.format(
                Locale.ROOT,
                "%-32s p50 %8.2f   p99 %8.2f   max %8.2f ms  (%d)",
                what,
                StartFigures.quantile(millis, 0.5),
                StartFigures.quantile(millis, 0.99),
                StartFigures.quantile(millis, 1),
                millis.size());
    }

    static String jobsHeader() {
        return String.format(Locale.ROOT, "%6s %12s %8s %8s %8s", "jobs", "CREATE ms", "RSS MB", "threads", "CPU");
    }

    static String line(JobsFigures figures) {
        return String.format(
                Locale.ROOT,
                "%6d %12.1f %8.0f %8d %7.2f%%",
                figures.jobs(),
                figures.createMillis(),
                figures.residentBytes() / 1e6,
                figures.threads(),
                100 * figures.cpuShare());
    }
}
