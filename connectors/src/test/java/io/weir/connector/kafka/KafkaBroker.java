package io.weir.connector.kafka;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A Kafka broker (and its controller) in a process of its own, so that it can be killed. One node, data in a folder,
 * fast to come back after a kill.
 *
 * <p>{@link #main} is that process.
 */
public final class KafkaBroker implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    private final Path folder;
    private final List<String> javaOptions;
    private final int port;
    private final int controllerPort;
    private Process process;

    private KafkaBroker(Path folder, List<String> javaOptions) throws IOException {
        this.folder = folder;
        this.javaOptions = List.copyOf(javaOptions);
        this.port = freePort();
        this.controllerPort = freePort();
        this.process = launch();
    }

    /** Starts a broker that is there soon, and returns when it answers. */
    public static KafkaBroker start(Path folder) throws IOException {
        return start(folder, List.of("-XX:TieredStopAtLevel=1", "-Xmx512m"));
    }

    /** Starts a broker and returns when it answers. */
    public static KafkaBroker start(Path folder, List<String> javaOptions) throws IOException {
        KafkaBroker broker = new KafkaBroker(folder, javaOptions);
        broker.awaitReady();
        return broker;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private Process launch() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>();
        command.add(java);
        command.addAll(javaOptions);
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                KafkaBroker.class.getName(),
                folder.toString(),
                Integer.toString(port),
                Integer.toString(controllerPort)));
        File log = folder.resolve("broker.log").toFile();
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** Of the process that runs now. */
    public long processId() {
        return process.pid();
    }

    public Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers()));
    }

    public void createTopic(String topic, int partitions) {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException("cannot create topic " + topic, e);
        }
    }

    public void addPartitions(String topic, int total) {
        try (Admin admin = admin()) {
            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(total)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException("cannot add partitions to " + topic, e);
        }
    }

    /** As {@code kill -9}. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Starts it again after {@link #kill}, on the same port and data. */
    public void restart() throws IOException {
        process = launch();
        awaitReady();
    }

    private void awaitReady() throws IOException {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (System.nanoTime() < deadline) {
            if (!process.isAlive()) {
                throw new IOException("broker died:\n" + Files.readString(folder.resolve("broker.log")));
            }
            try (Admin admin = Admin.create(Map.of(
                    "bootstrap.servers",
                    bootstrapServers(),
                    "default.api.timeout.ms",
                    "3000",
                    "request.timeout.ms",
                    "2000"))) {
                admin.describeCluster().nodes().get(3, TimeUnit.SECONDS);
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            } catch (ExecutionException | TimeoutException e) {
                continue; // not up yet; the clients wait between their own tries
            }
        }
        throw new IOException("broker did not start within " + START_TIMEOUT);
    }

    @Override
    public void close() {
        kill();
    }

    /** Arguments: data folder, port, port of the controller. */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        Properties properties = new Properties();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", "1");
        properties.put("controller.quorum.voters", "1@127.0.0.1:" + args[2]);
        properties.put("listeners", "PLAINTEXT://127.0.0.1:" + args[1] + ",CONTROLLER://127.0.0.1:" + args[2]);
        properties.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + args[1]);
        properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put("log.dir", folder.resolve("data").toString());
        properties.put("auto.create.topics.enable", "false");
        properties.put("offsets.topic.replication.factor", "1");
        properties.put("offsets.topic.num.partitions", "1");
        properties.put("transaction.state.log.replication.factor", "1");
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("transaction.state.log.num.partitions", "1");
        properties.put("transaction.partition.verification.enable", "true");
        properties.put("group.initial.rebalance.delay.ms", "0");
        // Without these a killed broker waits for its old session to end before it may serve again.
        properties.put("broker.session.timeout.ms", "1500");
        properties.put("broker.heartbeat.interval.ms", "300");
        KafkaConfig config = new KafkaConfig(properties, false);
        format(folder);
        new KafkaRaftServer(config, Time.SYSTEM).startup();
    }

    private static void format(Path folder) throws Exception {
        Formatter formatter = new Formatter()
                .setClusterId(Uuid.fromString("QkU9B5mKTQ2pXr0rbLwJ7g").toString())
                .setNodeId(1)
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(folder.resolve("data").toString())
                .addDirectory(folder.resolve("data").toString())
                .setIgnoreFormatted(true)
                .setPrintStream(new PrintStream(System.out, true, StandardCharsets.UTF_8));
        formatter.run();
    }
}
