package io.weir.benchmarks.bank;

import java.util.Locale;

/** The figures for people, a line for each run. */
final class BankTable {
    private static final double PERCENT = 100;

    private BankTable() {}

    static String weirHeader() {
        return line(
                "%-6s %4s %9s %8s %8s %6s | %12s %9s %9s | %5s %5s %5s %5s",
                "engine",
                "par.",
                "readings",
                "not 0",
                "states",
                "cut",
                "transactions",
                "transfers",
                "withdrawn",
                "kills",
                "cut",
                "torn",
                "lost");
    }

    static String line(BankFigures.Report report) {
        return line(
                "%-6s %4d %9d %8d %8d %6d | %12d %9d %9d | %5d %5d %5d %5d",
                "weir",
                report.parallelism(),
                report.reads(),
                report.wrongReads(),
                report.states(),
                report.cutReads(),
                report.transactions(),
                report.transfers(),
                report.withdrawn(),
                report.kills(),
                report.cutTransactions(),
                report.tornTransactions(),
                report.lost());
    }

    static String peerHeader() {
        return line(
                "%-6s %4s %10s %9s %9s %8s %7s %9s %6s",
                "engine", "par.", "mini-batch", "transfers", "outputs", "not 0", "share", "greatest", "last");
    }

    static String line(BankCommand.PeerFigures figures) {
        TotalOutputs.PeerReport report = figures.report();
        return line(
                "%-6s %4d %10s %9d %9d %8d %6.1f%% %9d %6d",
                "flink",
                figures.parallelism(),
                figures.isCollecting() ? "yes" : "no",
                figures.transfers(),
                report.outputs(),
                report.wrong(),
                PERCENT * report.wrong() / Math.max(1, report.outputs()),
                report.greatest(),
                report.last());
    }

    private static String line(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
