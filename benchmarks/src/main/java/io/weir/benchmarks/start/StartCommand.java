package io.weir.benchmarks.start;

import io.weir.benchmarks.report.ReportFiles;
import io.weir.benchmarks.run.Folders;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts servers and asks them for things. */
@Command(
        name = "start",
        description =
                "Measures how soon a server is ready, how soon a job has its first row, how long a SELECT on a view by key takes, and what idle jobs cost.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class StartCommand implements Callable<Integer> {
    /** Compiling what the start of many jobs has made hot is not what idle jobs cost. */
    private static final int SETTLE_SECONDS = 30;

    @Option(names = "--rounds", paramLabel = "N", description = "Servers that are started (default: ${DEFAULT-VALUE}).")
    private int rounds = 3;

    @Option(
            names = "--warm-jobs",
            paramLabel = "N",
            description = "Jobs behind the first one of each server (default: ${DEFAULT-VALUE}).")
    private int warmJobs = 20;

    @Option(names = "--selects", paramLabel = "N", description = "Queries by key (default: ${DEFAULT-VALUE}).")
    private int selects = 2000;

    @Option(names = "--jobs", split = ",", paramLabel = "N", description = "Idle jobs (default: 1,10,100,1000).")
    private List<Integer> jobs = List.of(1, 10, 100, 1000);

    @Option(
            names = "--idle-seconds",
            paramLabel = "S",
            description = "For how long idle jobs are watched (default: ${DEFAULT-VALUE}).")
    private int idleSeconds = 20;

    @Option(
            names = "--checkpoint-interval",
            paramLabel = "TIME",
            description = "Of idle jobs, such as '10 s'; 0 for none; the server's default if not given.")
    private @Nullable String checkpointInterval;

    @Option(names = "--heap", paramLabel = "MB", description = "Of the server (default: ${DEFAULT-VALUE}).")
    private long heapMegabytes = 1024;

    @Mixin
    private ReportFiles files = new ReportFiles();

    private final PrintStream out = System.out;

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        StartFigures figures = new StartFigures();
        Path folder = Files.createTempDirectory("weir-bench-");
        try {
            for (int round = 0; round < rounds; round++) {
                Path own = Files.createDirectories(folder.resolve("round-" + round));
                try (ServerProcess server = start(own);
                        Connection connection = server.connect()) {
                    figures.ready.add(server.readyMillis());
                    FirstRows.measure(connection, warmJobs, own, figures);
                    if (round == rounds - 1) {
                        out.println(StartTable.times("server start to ready", figures.ready));
                        out.println(StartTable.times("CREATE JOB to first row, cold", figures.firstRowCold));
                        out.println(StartTable.times("CREATE JOB to first row, warm", figures.firstRowWarm));
                        ViewByKey.measure(connection, selects, figures);
                        out.println(StartTable.times("SELECT on a view by key", figures.selectByKey));
                    }
                }
            }
            idleJobs(figures, folder);
        } finally {
            Folders.delete(folder);
        }
        files.writeJson(figures);
        return 0;
    }

    private void idleJobs(StartFigures figures, Path folder) throws IOException, SQLException, InterruptedException {
        if (jobs.isEmpty()) {
            return;
        }
        Path own = Files.createDirectories(folder.resolve("jobs"));
        try (ServerProcess server = start(own);
                Connection connection = server.connect()) {
            IdleJobs idle = new IdleJobs(server, connection, checkpointInterval);
            out.println(StartTable.jobsHeader());
            for (int count : jobs) {
                figures.jobs.add(idle.grow(count, SETTLE_SECONDS, idleSeconds));
                out.println(StartTable.line(figures.jobs.get(figures.jobs.size() - 1)));
            }
        }
    }

    private ServerProcess start(Path folder) throws IOException {
        return ServerProcess.start(heapMegabytes, folder.resolve("data"), folder.resolve("server.log"));
    }
}
