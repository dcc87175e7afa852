package io.weir.benchmarks.bank;

import io.weir.benchmarks.report.ReportFiles;
import io.weir.benchmarks.run.ChildProcess;
import io.weir.benchmarks.run.EngineSettings;
import io.weir.benchmarks.run.FlinkPeer;
import io.weir.benchmarks.run.Folders;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Transfers between accounts, and who sees a total that never was. */
@Command(
        name = "bank",
        description = {
            "Transfers between ten accounts, and readings of a total over views of them, which has to be 0 every time.",
            "Weir is written and read over JDBC while its server is killed; of the peer every output of the total is looked at."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class BankCommand implements Callable<Integer> {
    /** What Weir is compared with. */
    enum Peer {
        FLINK,
        NONE
    }

    private static final int WRITERS = 2;
    private static final int READERS = 4;
    private static final long PEER_STATE_BYTES = 64 << 20;
    private static final Duration PEER_SLACK = Duration.ofSeconds(90);

    @Option(names = "--peer", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Peer peer = Peer.NONE;

    @Option(names = "--parallelism", split = ",", paramLabel = "N", description = "Of the views (default: 1,2).")
    private List<Integer> parallelisms = List.of(1, 2);

    @Option(names = "--seconds", paramLabel = "S", description = "Of each run (default: ${DEFAULT-VALUE}).")
    private int seconds = 60;

    @Option(
            names = "--kills",
            paramLabel = "N",
            description = "Of Weir's server in each run (default: ${DEFAULT-VALUE}).")
    private int kills = 3;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Transfers per second that the peer gets; Weir's clients go as fast as they are answered"
                    + " (default: ${DEFAULT-VALUE}).")
    private long rate = 2000;

    @Option(names = "--heap", paramLabel = "MB", description = "Of each engine (default: ${DEFAULT-VALUE}).")
    private long heapMegabytes = 1024;

    @Mixin
    private ReportFiles files = new ReportFiles();

    private final PrintStream out = System.out;

    /**
     * The figures.
     *
     * @param peer null if it was not asked for
     */
    record Figures(List<BankFigures.Report> weir, @Nullable List<PeerFigures> peer) {}

    /** @param isCollecting as {@link BankRequest} */
    record PeerFigures(int parallelism, boolean isCollecting, long transfers, TotalOutputs.PeerReport report) {}

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        FlinkPeer flink = peer == Peer.FLINK ? FlinkPeer.prepare(out) : null;
        Path folder = Files.createTempDirectory("weir-bench-");
        List<BankFigures.Report> weir = new ArrayList<>();
        List<PeerFigures> others = new ArrayList<>();
        try {
            out.println(BankTable.weirHeader());
            for (int parallelism : parallelisms) {
                Path own = Files.createDirectories(folder.resolve("weir-" + parallelism));
                BankFigures.Report report =
                        new BankRun(parallelism, seconds, kills, WRITERS, READERS, heapMegabytes).run(own);
                weir.add(report);
                out.println(BankTable.line(report));
                if (!report.firstWrong().isEmpty()) {
                    out.println("wrong: " + report.firstWrong());
                }
            }
            if (flink != null) {
                out.println(BankTable.peerHeader());
                for (int parallelism : parallelisms) {
                    for (boolean isCollecting : new boolean[] {false, true}) {
                        others.add(peer(flink, parallelism, isCollecting, folder));
                        out.println(BankTable.line(others.get(others.size() - 1)));
                    }
                }
            }
        } finally {
            Folders.delete(folder);
        }
        files.writeJson(new Figures(weir, flink == null ? null : others));
        return weir.stream().allMatch(BankFigures.Report::isSound) ? 0 : 1;
    }

    private PeerFigures peer(FlinkPeer flink, int parallelism, boolean isCollecting, Path folder)
            throws IOException, InterruptedException {
        Path own = folder.resolve("peer-" + parallelism + "-" + isCollecting);
        BankRequest request = new BankRequest(
                rate * seconds,
                rate,
                isCollecting,
                new EngineSettings("hashmap", parallelism, PEER_STATE_BYTES, 0, own.toString()));
        ChildProcess process = flink.process(heapMegabytes, "FlinkBankRun");
        TotalOutputs.PeerReport report = process.run(
                request,
                own,
                TotalOutputs.PeerReport.class,
                Duration.ofSeconds(seconds).plus(PEER_SLACK));
        return new PeerFigures(parallelism, isCollecting, request.transfers(), report);
    }
}
