package io.weir.sqltests.endtoend;

import io.weir.connector.kafka.KafkaBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A Kafka broker and HDFS, each in a process of its own, started once for all test classes that ask for them in their
 * constructor.
 */
final class RealParts implements ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(RealParts.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Running.class;
    }

    @Override
    public Running resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(Running.class, key -> Running.start(), Running.class);
    }

    /** What runs; JUnit closes it behind the last test. */
    record Running(Path folder, KafkaBroker broker, HdfsProcess hdfs) implements AutoCloseable {
        static Running start() {
            try {
                Path folder = Files.createTempDirectory("weir-endtoend");
                KafkaBroker broker = KafkaBroker.start(Files.createDirectory(folder.resolve("kafka")));
                return new Running(folder, broker, HdfsProcess.start(folder));
            } catch (IOException e) {
                throw new IllegalStateException("the parts did not start", e);
            }
        }

        @Override
        public void close() throws IOException {
            hdfs.close();
            broker.close();
            List<Path> files;
            try (Stream<Path> all = Files.walk(folder)) {
                files = all.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }
}
