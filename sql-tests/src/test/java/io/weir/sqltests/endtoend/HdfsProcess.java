package io.weir.sqltests.endtoend;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.SafeModeAction;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;

/**
 * A NameNode and a DataNode in a process of their own, which takes commands, one a line, and answers each with a line:
 * {@code restart-namenode}, {@code safemode-on}, {@code safemode-off}, {@code stop-datanode}, {@code start-datanode},
 * {@code quota-on /folder} (not a byte more), {@code quota-off /folder}.
 */
final class HdfsProcess implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(90);
    private static final String DONE = "DONE ";

    private final ChildProcess child;
    private final int port;
    private int commands;

    private HdfsProcess(ChildProcess child, int port) {
        this.child = child;
        this.port = port;
    }

    static HdfsProcess start(Path folder) throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        ChildProcess child = new ChildProcess(
                folder.resolve("hdfs.log"),
                List.of("-Xmx512m", "-XX:TieredStopAtLevel=1"),
                HdfsProcess.class.getName(),
                List.of(folder.resolve("hdfs").toString(), Integer.toString(port)));
        HdfsProcess hdfs = new HdfsProcess(child, port);
        hdfs.await(DONE + 0);
        return hdfs;
    }

    String uri() {
        return "hdfs://127.0.0.1:" + port;
    }

    /** Has the cluster do something, and waits until it has. */
    void command(String command) throws IOException {
        Writer input = new OutputStreamWriter(child.process().getOutputStream(), StandardCharsets.UTF_8);
        input.write(command + "\n");
        input.flush();
        commands++;
        await(DONE + commands);
    }

    private void await(String line) throws IOException {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (!child.output().contains(line + "\n")) {
            if (!child.isAlive() || System.nanoTime() > deadline) {
                throw new IOException("HDFS did not say '" + line + "':\n" + child.output());
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    @Override
    public void close() {
        child.kill();
    }

    /** Arguments: data folder, port of the NameNode. */
    public static void main(String[] arguments) throws IOException {
        Configuration configuration = new Configuration();
        configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, arguments[0]);
        configuration.set("dfs.namenode.safemode.extension", "0");
        configuration.set("dfs.heartbeat.interval", "1");
        MiniDFSCluster cluster = new MiniDFSCluster.Builder(configuration)
                .nameNodePort(Integer.parseInt(arguments[1]))
                .numDataNodes(1)
                .build();
        cluster.waitActive();
        System.out.println(DONE + 0);
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        int commands = 0;
        MiniDFSCluster.DataNodeProperties stopped = null;
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "restart-namenode" -> cluster.restartNameNode(true);
                case "safemode-on" -> cluster.getFileSystem().setSafeMode(SafeModeAction.ENTER);
                case "safemode-off" -> cluster.getFileSystem().setSafeMode(SafeModeAction.LEAVE);
                case "stop-datanode" -> stopped = cluster.stopDataNode(0);
                case "start-datanode" -> {
                    cluster.restartDataNode(stopped, true);
                    cluster.waitActive();
                }
                case "quota-on" ->
                    cluster.getFileSystem()
                            .setQuota(new org.apache.hadoop.fs.Path(words[1]), HdfsConstants.QUOTA_DONT_SET, 1);
                case "quota-off" ->
                    cluster.getFileSystem()
                            .setQuota(
                                    new org.apache.hadoop.fs.Path(words[1]),
                                    HdfsConstants.QUOTA_DONT_SET,
                                    HdfsConstants.QUOTA_RESET);
                default -> throw new IOException("unknown command " + line);
            }
            commands++;
            System.out.println(DONE + commands);
        }
        cluster.shutdown();
    }
}
