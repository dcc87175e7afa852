package io.weir.sqltests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The flights job against a real broker and real HDFS, undisturbed. */
@ExtendWith(RealParts.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class FlightsTest {
    private final RealParts.Running parts;

    @TempDir
    Path folder;

    private ServerProcess server;

    FlightsTest(RealParts.Running parts) {
        this.parts = parts;
    }

    @AfterEach
    void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theJobWritesWhatABatchDatabaseComputes(FlightsQuery query) throws Exception {
        String brokers = parts.broker().bootstrapServers();
        String name = query.name().toLowerCase(Locale.ROOT);
        parts.broker().createTopic("flights-" + name, Flights.PARTITIONS);
        parts.broker().createTopic("delays-" + name, 2);
        Flights.produce(brokers, "flights-" + name, Flights.lines());
        server = new ServerProcess(folder);
        server.execute(query.statements(
                brokers, "flights-" + name, "delays-" + name, parts.hdfs().uri() + "/" + name));
        Flights.produceEnd(brokers, "flights-" + name);
        List<String> expected = query.expected();

        List<String> rows = DelaysTopic.await(brokers, "delays-" + name, expected.size());

        assertThat(Difference.of(rows, expected))
                .as("server:\n%s", server.tail())
                .isEmpty();
        assertThat(server.terminate()).isEqualTo(143);
    }
}
