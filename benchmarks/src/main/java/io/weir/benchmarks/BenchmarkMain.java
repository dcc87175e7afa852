package io.weir.benchmarks;

import io.weir.benchmarks.bank.BankCommand;
import io.weir.benchmarks.check.CheckCommand;
import io.weir.benchmarks.growth.GrowthCommand;
import io.weir.benchmarks.kafka.KafkaCommand;
import io.weir.benchmarks.latency.LatencyCommand;
import io.weir.benchmarks.micro.MicroCommand;
import io.weir.benchmarks.nexmark.NexmarkCommand;
import io.weir.benchmarks.start.StartCommand;
import io.weir.benchmarks.state.StateCommand;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** {@code weir bench}. */
@Command(
        name = "bench",
        description = "Measures how fast Weir is, alone or against a peer on the same machine.",
        subcommands = {
            NexmarkCommand.class,
            LatencyCommand.class,
            KafkaCommand.class,
            StartCommand.class,
            GrowthCommand.class,
            StateCommand.class,
            BankCommand.class,
            MicroCommand.class,
            CheckCommand.class,
            HelpCommand.class
        },
        mixinStandardHelpOptions = true)
public final class BenchmarkMain {
    private BenchmarkMain() {}

    public static void main(String[] arguments) {
        // The launcher passes the name of its own command on.
        int skipped = arguments.length > 0 && arguments[0].equals("bench") ? 1 : 0;
        String[] rest = Arrays.copyOfRange(arguments, skipped, arguments.length);
        System.exit(new CommandLine(new BenchmarkMain())
                .setCommandName("weir bench")
                .setUsageHelpWidth(120)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(rest.length == 0 ? new String[] {"--help"} : rest));
    }
}
