package io.weir.sqltests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The flights job while server and broker are killed and the NameNode restarts: nothing is lost, nothing comes twice,
 * no transaction stays open. How many times: {@code weir.kills}, {@code weir.broker-kills},
 * {@code weir.name-node-restarts}; a few in every build, more with the profile {@code faults}. {@code weir.seed} says
 * when.
 */
@ExtendWith(RealParts.class)
@Timeout(value = 55, unit = TimeUnit.MINUTES)
class FlightsUnderFaultsTest {
    private static final String FLIGHTS = "flights-faults";
    private static final String DELAYS = "delays-faults";
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int MAX_OUTAGE_MILLIS = 4000;

    private final RealParts.Running parts;
    private final int kills = Integer.getInteger("weir.kills", 10);
    private final int brokerKills = Integer.getInteger("weir.broker-kills", 1);
    private final int nameNodeRestarts = Integer.getInteger("weir.name-node-restarts", 1);
    private final long seed = Long.getLong("weir.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final KillTally tally = new KillTally();

    @TempDir
    Path folder;

    private ServerProcess server;
    private CheckpointWatch watch;

    /** The latest checkpoint known to be complete, and the one before the last kill. */
    private long completed;

    private long completedAtKill;
    private int logMark;
    private int brokerKillsDone;
    private int nameNodeRestartsDone;

    FlightsUnderFaultsTest(RealParts.Running parts) {
        this.parts = parts;
    }

    @AfterEach
    void stop() throws IOException {
        if (server != null) {
            server.close();
        }
        if (watch != null) {
            watch.close();
        }
    }

    @Test
    void nothingIsLostAndNothingComesTwice() throws Exception {
        long startNanos = System.nanoTime();
        String brokers = parts.broker().bootstrapServers();
        String checkpoints = parts.hdfs().uri() + "/faults";
        parts.broker().createTopic(FLIGHTS, Flights.PARTITIONS);
        parts.broker().createTopic(DELAYS, 2);
        watch = new CheckpointWatch(checkpoints);
        server = new ServerProcess(folder);
        server.execute(FlightsQuery.SCHEDULED.statements(brokers, FLIGHTS, DELAYS, checkpoints));
        List<KillMoment> plan = plan();
        System.out.println("seed=" + seed + " kills=" + kills + " broker kills=" + brokerKills + " NameNode restarts="
                + nameNodeRestarts + " plan=" + plan);
        try (FlightsFeed feed = new FlightsFeed(brokers, FLIGHTS, Flights.lines())) {
            for (int kill = 0; kill < plan.size(); kill++) {
                feed.goOnTo((kill + 1.0) / (plan.size() + 1));
                System.out.println(kill + " " + plan.get(kill) + " completed=" + completed + " seconds="
                        + Duration.ofNanos(System.nanoTime() - startNanos).toSeconds());
                killAt(plan.get(kill));
            }
            feed.finish(brokers);
        }
        List<String> expected = FlightsQuery.SCHEDULED.expected();

        List<String> rows = DelaysTopic.await(brokers, DELAYS, expected.size());

        tally.recovered(server.logSince(logMark));
        System.out.println("seed=" + seed + " rows=" + rows.size() + " expected=" + expected.size() + " broker kills="
                + brokerKillsDone + " NameNode restarts=" + nameNodeRestartsDone + " checkpoints up to="
                + watch.latestCompleted() + " seconds="
                + Duration.ofNanos(System.nanoTime() - startNanos).toSeconds() + "\n" + tally);
        try (Admin admin = parts.broker().admin()) {
            List<String> open = Transactions.leftOpen(admin, DELAYS);
            assertThat(Difference.of(rows, expected))
                    .as("seed %s, open: %s, server:\n%s\n%s", seed, open, server.tail(), server.jobs())
                    .isEmpty();
            assertThat(Transactions.leftOpen(admin, DELAYS))
                    .as("open transactions")
                    .isEmpty();
            server.execute(List.of("DROP JOB flight_delays"));
            assertThat(Transactions.leftOpen(admin, DELAYS))
                    .as("open transactions behind DROP JOB")
                    .isEmpty();
            assertThat(Transactions.records(admin, FLIGHTS))
                    .as("flights in the topic, each once")
                    .isEqualTo(Flights.lines().size() + Flights.PARTITIONS);
        }
        assertThat(DelaysTopic.committed(brokers, DELAYS)).as("nothing follows").hasSameSizeAs(expected);
    }

    /**
     * Moments in random order: of every ten kills three at any instant, two each in a snapshot and at a commit, three
     * around a start; and the outages.
     */
    private List<KillMoment> plan() {
        List<KillMoment> cycle = List.of(
                KillMoment.RUNNING,
                KillMoment.SNAPSHOT,
                KillMoment.COMMIT,
                KillMoment.START,
                KillMoment.RECOVERY,
                KillMoment.RUNNING,
                KillMoment.SNAPSHOT,
                KillMoment.COMMIT,
                KillMoment.START,
                KillMoment.RUNNING);
        List<KillMoment> plan = new ArrayList<>();
        for (int kill = 0; kill < kills; kill++) {
            plan.add(cycle.get(kill % cycle.size()));
        }
        plan.addAll(Collections.nCopies(brokerKills, KillMoment.BROKER_DOWN));
        plan.addAll(Collections.nCopies(nameNodeRestarts, KillMoment.NAME_NODE_DOWN));
        Collections.shuffle(plan, random);
        return plan;
    }

    private void killAt(KillMoment moment) throws Exception {
        switch (moment) {
            case START -> {
                park(2000);
                killServer(moment);
            }
            case RECOVERY -> {
                awaitJobStart();
                park(1000);
                killServer(moment);
            }
            case RUNNING -> {
                awaitProgress();
                park(2000);
                killServer(moment);
            }
            case SNAPSHOT -> {
                awaitProgress();
                watch.awaitUnderWay(completed, PATIENCE);
                killServer(moment);
            }
            case COMMIT -> {
                awaitProgress();
                watch.awaitMetadata(watch.awaitUnderWay(completed, PATIENCE), PATIENCE);
                killServer(moment);
            }
            case BROKER_DOWN -> {
                awaitProgress();
                parts.broker().kill();
                brokerKillsDone++;
                park(MAX_OUTAGE_MILLIS);
                boolean both = random.nextBoolean();
                if (both) {
                    killServer(moment);
                    park(MAX_OUTAGE_MILLIS);
                }
                parts.broker().restart();
                awaitProgress();
            }
            case NAME_NODE_DOWN -> {
                awaitProgress();
                CompletableFuture<Void> restart = CompletableFuture.runAsync(this::restartNameNode);
                nameNodeRestartsDone++;
                if (random.nextBoolean()) {
                    park(MAX_OUTAGE_MILLIS);
                    killServer(moment);
                }
                restart.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                awaitProgress();
            }
        }
    }

    private void restartNameNode() {
        try {
            parts.hdfs().command("restart-namenode");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void park(int maxMillis) {
        LockSupport.parkNanos(Duration.ofMillis(random.nextInt(maxMillis)).toNanos());
    }

    private void awaitJobStart() throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!server.logSince(logMark).contains("status=STARTING") && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    /** Waits for a checkpoint later than all so far: the job runs, and goes on. */
    private void awaitProgress() throws IOException {
        long later = watch.awaitCompleted(completed, PATIENCE);
        assertThat(later)
                .as("seed %s, a checkpoint later than %s; server:\n%s", seed, completed, server.tail())
                .isPositive();
        completed = later;
    }

    private void killServer(KillMoment moment) throws IOException {
        server.kill();
        long latest = Math.max(completed, watch.latestCompleted());
        tally.killed(moment, server.logSince(logMark), watch.underWay(latest) > 0, latest > completedAtKill);
        completed = latest;
        completedAtKill = latest;
        logMark = server.logLength();
        server.restart();
    }
}
