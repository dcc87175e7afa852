package io.weir.connector.print;

import static java.util.Objects.requireNonNull;

import io.weir.spi.connector.Connector;
import io.weir.spi.connector.Format;
import io.weir.spi.connector.Option;
import io.weir.spi.connector.Options;
import io.weir.spi.connector.Sink;
import io.weir.spi.connector.Source;
import io.weir.spi.connector.TableDescriptor;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/** Tables whose rows are printed, with their kinds. */
public final class PrintConnector implements Connector {
    static final Option<String> IDENTIFIER =
            Option.text("print-identifier", null, "Stands before every row, to tell tables apart.");
    static final Option<Boolean> STANDARD_ERROR =
            Option.bool("standard-error", "false", "Whether rows go to the standard error stream.");
    static final Option<Boolean> LOG =
            Option.bool("log", "false", "Whether rows go to the server's log, logger io.weir.print, instead.");

    private final PrintStream standardOutput;
    private final PrintStream standardError;

    /** Prints to the streams of this process. */
    public PrintConnector() {
        this(System.out, System.err);
    }

    PrintConnector(PrintStream standardOutput, PrintStream standardError) {
        this.standardOutput = requireNonNull(standardOutput, "standardOutput is null");
        this.standardError = requireNonNull(standardError, "standardError is null");
    }

    @Override
    public String name() {
        return "print";
    }

    @Override
    public String description() {
        return "Prints the rows written to it.";
    }

    @Override
    public List<Option<?>> options() {
        return List.of(IDENTIFIER, STANDARD_ERROR, LOG);
    }

    @Override
    public Optional<Source> source(TableDescriptor table, Optional<Format> format) {
        return Optional.empty();
    }

    @Override
    public Optional<Sink> sink(TableDescriptor table, Optional<Format> format) {
        Options options = table.options();
        return Optional.of(
                new PrintSink(table.physical().types(), options.find(IDENTIFIER).orElse(""), printer(options)));
    }

    private Consumer<String> printer(Options options) {
        if (options.get(LOG)) {
            return LoggerFactory.getLogger("io.weir.print")::info;
        }
        PrintStream stream = options.get(STANDARD_ERROR) ? standardError : standardOutput;
        return stream::println;
    }
}
