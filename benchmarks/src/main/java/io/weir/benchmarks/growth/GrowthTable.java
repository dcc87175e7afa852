package io.weir.benchmarks.growth;

import io.weir.benchmarks.report.Quantity;
import io.weir.benchmarks.run.RunReport;
import io.weir.benchmarks.run.ScriptReport;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The figures for people, a line for each case. */
final class GrowthTable {
    private static final String ENGINE = "%8s %9s %8s %7s %4s %8s";

    private GrowthTable() {}

    static String header(String axis) {
        String columns = String.format(Locale.ROOT, ENGINE, "rows", "rows/s", "CPU s/M", "RSS GB", "chk", "last MB");
        return String.format(Locale.ROOT, "%-24s %-16s |%s |%s | ratio", axis, "", columns, columns);
    }

    static String line(GrowthFigures figures) {
        GrowthCase given = figures.given();
        return String.format(
                Locale.ROOT,
                "%24s %-16s |%s |%s | %5s",
                given.place(),
                given.series(),
                engine(figures.weir()),
                engine(figures.peer()),
                figures.peer() == null ? "-" : String.format(Locale.ROOT, "%.1f", figures.ratio()));
    }

    private static String engine(@Nullable ScriptReport report) {
        if (report == null) {
            return String.format(Locale.ROOT, ENGINE, "-", "-", "-", "-", "-", "-");
        }
        RunReport run = report.run();
        int count = run.checkpoints().size();
        return String.format(
                Locale.ROOT,
                ENGINE,
                Quantity.count((double) report.rows()),
                Quantity.count(report.rowsPerSecond()),
                String.format(Locale.ROOT, "%.3f", run.cpuSeconds() * 1e6 / report.rows()),
                String.format(Locale.ROOT, "%.2f", run.peakResidentBytes() / 1e9),
                count,
                count == 0
                        ? "-"
                        : String.format(
                                Locale.ROOT,
                                "%.1f",
                                run.checkpoints().get(count - 1).bytes() / 1e6));
    }
}
