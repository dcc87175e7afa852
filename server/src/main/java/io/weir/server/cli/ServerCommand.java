package io.weir.server.cli;

import io.weir.server.ServerConfig;
import io.weir.server.TemporaryFiles;
import io.weir.server.WeirServer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code weir server}: runs until it is told to end, by SIGTERM or Ctrl-C. */
@Command(name = "server", description = "Runs the server.", mixinStandardHelpOptions = true)
final class ServerCommand implements Callable<Integer> {
    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            defaultValue = "weir-data",
            description = "Where catalog and checkpoints are kept (default: ${DEFAULT-VALUE}).")
    private Path dataDirectory = Path.of("weir-data");

    @Option(names = "--port", paramLabel = "N", description = "The port (default: 8765; 0: any that is free).")
    private @Nullable Integer port;

    @Option(names = "--bind", paramLabel = "ADDR", description = "The address to listen on (default: 127.0.0.1).")
    private @Nullable String bind;

    @Option(names = "--config", paramLabel = "FILE", description = "Options, one 'key: value' per line.")
    private @Nullable Path file;

    @Option(
            names = "--users",
            paramLabel = "FILE",
            description = "Who may connect; lines made by 'weir hash-password'.")
    private @Nullable Path users;

    @Option(names = "--insecure", description = "Let others than this machine in without authentication.")
    private boolean insecure;

    @Option(names = "-D", paramLabel = "KEY=VALUE", description = "One option, as in the file.")
    private Map<String, String> options = new LinkedHashMap<>();

    @Override
    public Integer call() throws InterruptedException {
        TemporaryFiles.keepIn(dataDirectory);
        WeirServer server = WeirServer.start(config());
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            server.close();
                            ended.countDown();
                        },
                        "weir-shutdown"));
        System.out.println("Weir listens at " + server.url());
        ended.await();
        return 0;
    }

    private ServerConfig config() {
        ServerConfig config = ServerConfig.of(dataDirectory);
        if (file != null) {
            config = config.withFile(file);
        }
        for (Map.Entry<String, String> option : options.entrySet()) {
            config = config.with(option.getKey(), option.getValue());
        }
        if (port != null) {
            config = config.with("server.port", port.toString());
        }
        if (bind != null) {
            config = config.with("server.bind", bind);
        }
        if (users != null) {
            config = config.with("server.users-file", users.toString());
        }
        return insecure ? config.with("server.insecure", "true") : config;
    }
}
