package io.weir.server.cli;

import io.weir.server.Version;
import io.weir.spi.error.WeirException;
import java.util.List;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code weir COMMAND}. */
@Command(
        name = "weir",
        description = "A streaming SQL engine that any SQL client reaches over JDBC.",
        mixinStandardHelpOptions = true,
        versionProvider = WeirMain.VersionText.class,
        subcommands = {ServerCommand.class, SqlCommand.class, QuickstartCommand.class, HashPasswordCommand.class})
public final class WeirMain implements Runnable {
    static final String LOG_LEVEL = "weir.log.level";

    /** For {@code --version}. */
    static final class VersionText implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"weir " + Version.current() + " (Java " + Runtime.version() + ")"};
        }
    }

    /** Shows what there is if no command is named. */
    @Override
    public void run() {
        commandLine().usage(System.out);
    }

    public static void main(String[] args) {
        boolean isServer = List.of(args).contains("server") || List.of(args).contains("bench");
        if (System.getProperty(LOG_LEVEL) == null && !isServer) {
            // Before the first logger is made: a terminal in which somebody works shows errors only.
            System.setProperty(LOG_LEVEL, "ERROR");
            System.setProperty("weir.log.root", "ERROR");
        }
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new WeirMain());
        // Commands of other modules, such as bench, are there if their module is on the class path.
        ServiceLoader.load(WeirCommand.class).forEach(commandLine::addSubcommand);
        commandLine.setExecutionExceptionHandler((error, failed, parsed) -> {
            if (!(error instanceof WeirException)) {
                throw error;
            }
            failed.getErr().println("weir: " + error.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        });
        return commandLine;
    }
}
