package io.weir.benchmarks.micro;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the micro-benchmarks of this package. */
@Command(
        name = "micro",
        description = "Measures parts alone, with JMH: operators, keyed state, JSON, channels, barriers.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class MicroCommand implements Callable<Integer> {
    private static final String PACKAGE = MicroCommand.class.getPackageName().replace(".", "\\.");

    @Parameters(
            arity = "0..1",
            paramLabel = "PATTERN",
            description = "Regular expression of class and method, such as State or Json.*decode.")
    private String pattern = "";

    @Option(names = "--forks", paramLabel = "N", description = "Processes for each (default: ${DEFAULT-VALUE}).")
    private int forks = 1;

    @Option(names = "--gc", description = "Also measures what is allocated.")
    private boolean isMeasuringAllocation;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes all figures to this file.")
    private @Nullable Path json;

    @Override
    public Integer call() throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(PACKAGE + ".*" + pattern)
                .forks(forks)
                .jvmArgsAppend("-Xmx2g");
        if (isMeasuringAllocation) {
            options.addProfiler("gc");
        }
        if (json != null) {
            options.resultFormat(ResultFormatType.JSON).result(json.toString());
        }
        return new Runner(options.build()).run().isEmpty() ? 1 : 0;
    }
}
