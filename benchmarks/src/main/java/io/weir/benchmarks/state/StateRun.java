package io.weir.benchmarks.state;

import io.weir.benchmarks.run.Folders;
import io.weir.benchmarks.run.KillableServer;
import io.weir.benchmarks.state.StateFigures.Increments;
import io.weir.benchmarks.state.StateFigures.Recovery;
import io.weir.benchmarks.state.StateFigures.Throughput;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** The phases of a run; each says on the way how it goes. */
final class StateRun {
    private static final String INTERVAL = "execution.checkpointing.interval";
    private static final String MIN_PAUSE = "execution.checkpointing.min-pause";
    private static final String LOCAL_BACKUP = "execution.checkpointing.local-backup.enabled";
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final long TELL_SECONDS = 10;

    private final KillableServer server;
    private final StateJob job;
    private final Path rateFile;
    private final PrintStream out;
    private final StateFigures figures = new StateFigures();

    StateRun(KillableServer server, StateJob job, Path rateFile, long keys, PrintStream out) {
        this.server = server;
        this.job = job;
        this.rateFile = rateFile;
        this.out = out;
        figures.keys = keys;
    }

    StateFigures figures() {
        return figures;
    }

    /** Whether the job neither failed nor lost a checkpoint, but for the kills. */
    boolean isSound() throws SQLException {
        return job.failures() == 0 && job.failedCheckpoints() == 0;
    }

    /** Every key once, as fast as it goes and without checkpoints; then one that has them all. */
    void fill(int intervalSeconds) throws SQLException, InterruptedException, IOException {
        long begun = System.nanoTime();
        long told = 0;
        for (long rows = job.rows(); rows < figures.keys; rows = job.rows()) {
            if (seconds(begun) >= told + TELL_SECONDS) {
                told = (long) seconds(begun);
                tell(
                        "filling: %d s, %.1f of %.1f million rows, state %.2f GB",
                        told, rows / 1e6, figures.keys / 1e6, job.stateBytes() / 1e9);
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        figures.fillSeconds = seconds(begun);
        Rate.write(rateFile, 1);
        job.set(INTERVAL, intervalSeconds + " s");
        job.awaitCheckpointsAfter(job.latestCheckpoint(), 1);
        tell("filled in %.0f s, state %.2f GB", figures.fillSeconds, job.stateBytes() / 1e9);
    }

    /** Some checkpoints while rows change at a rate. */
    void change(double rowsPerSecond, int intervalSeconds, int count)
            throws IOException, SQLException, InterruptedException {
        job.set(INTERVAL, intervalSeconds + " s");
        Rate.write(rateFile, rowsPerSecond);
        // The first has what filling left to be merged. The second only says when the third begins.
        List<CheckpointFigures> all = job.awaitCheckpointsAfter(job.latestCheckpoint(), 2);
        long first = all.get(1).id();
        long begun = System.nanoTime();
        long rows = job.rows();
        for (int done = 1; done <= count; done++) {
            all = job.awaitCheckpointsAfter(first - 1, done + 1);
            CheckpointFigures latest = all.get(done);
            tell(
                    "checkpoint %d: %.1f MB uploaded of %.2f GB in %.1f s, synchronous part %.2f ms",
                    latest.id(),
                    latest.uploadedBytes() / 1e6,
                    latest.fullBytes() / 1e9,
                    latest.durationMillis() / 1e3,
                    latest.syncNanos() / 1e6);
        }
        figures.increments = new Increments((job.rows() - rows) / seconds(begun), figures.keys, all);
    }

    /** Without checkpoints, and with one every second. @param rowsPerSecond 0: as many as possible */
    void throughput(double rowsPerSecond, int seconds) throws IOException, SQLException, InterruptedException {
        Rate.write(rateFile, rowsPerSecond);
        job.set(MIN_PAUSE, "0 ms");
        for (boolean isCheckpointed : new boolean[] {false, true}) {
            job.set(INTERVAL, isCheckpointed ? "1 s" : "0 s");
            // What went before is written meanwhile.
            TimeUnit.SECONDS.sleep(Math.max(1, seconds / 5));
            long latest = job.latestCheckpoint();
            long begun = System.nanoTime();
            long rows = job.rows();
            Duration cpu = server.cpu();
            TimeUnit.SECONDS.sleep(seconds);
            Throughput measured = new Throughput(
                    rowsPerSecond,
                    isCheckpointed,
                    job.rows() - rows,
                    seconds(begun),
                    server.cpu().minus(cpu).toNanos() / 1e9,
                    job.checkpointsAfter(latest));
            figures.throughput.add(measured);
            tell(
                    "%s, %s: %.0f rows/s, %.1f CPU µs a row, %d checkpoints",
                    rowsPerSecond > 0 ? "at the same rate" : "as fast as it goes",
                    isCheckpointed ? "a checkpoint every second" : "no checkpoints",
                    measured.rowsPerSecond(),
                    measured.cpuMicrosPerRow(),
                    measured.checkpoints().size());
        }
    }

    /** Kills the server and waits for the first row that the job works on again. */
    void recover(double rowsPerSecond, boolean isFromBackup) throws IOException, SQLException, InterruptedException {
        Rate.write(rateFile, rowsPerSecond);
        job.set(INTERVAL, "2 s");
        job.set(LOCAL_BACKUP, Boolean.toString(isFromBackup));
        CheckpointFigures last =
                job.awaitCheckpointsAfter(job.latestCheckpoint(), 2).get(1);
        long killed = job.kill(() -> {
            if (!isFromBackup) {
                deleteBackup();
            }
        });
        job.reconnect();
        double answered = seconds(killed);
        while (!job.isRunning()) {
            checkPatience(killed);
            TimeUnit.MILLISECONDS.sleep(20);
        }
        double running = seconds(killed);
        while (job.rows() == 0) {
            checkPatience(killed);
            TimeUnit.MILLISECONDS.sleep(20);
        }
        Recovery recovery = new Recovery(isFromBackup, last.fullBytes(), answered, running, seconds(killed));
        figures.recoveries.add(recovery);
        tell(
                "killed, %s: answers after %.1f s, runs after %.1f s, first output after %.1f s",
                isFromBackup ? "local backup" : "no local backup", answered, running, recovery.outputSeconds());
    }

    private void deleteBackup() {
        try {
            Folders.delete(server.data().resolve("local-backup"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void checkPatience(long sinceNanos) throws IOException {
        if (System.nanoTime() - sinceNanos > PATIENCE.toNanos()) {
            throw new IOException("the job did not come back:\n" + server.logEnd());
        }
    }

    private static double seconds(long sinceNanos) {
        return (System.nanoTime() - sinceNanos) / 1e9;
    }

    private void tell(String format, Object... arguments) {
        out.println(String.format(Locale.ROOT, format, arguments));
    }
}
