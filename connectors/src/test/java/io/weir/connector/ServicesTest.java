package io.weir.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.spi.connector.Connector;
import io.weir.spi.connector.FormatFactory;
import io.weir.spi.connector.Option;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

final class ServicesTest {
    @Test
    void connectorsAndFormatsAreFound() {
        assertThat(ServiceLoader.load(Connector.class))
                .extracting(Connector::name)
                .contains("blackhole", "datagen", "filesystem", "nexmark", "print")
                .doesNotHaveDuplicates();
        assertThat(ServiceLoader.load(FormatFactory.class))
                .extracting(FormatFactory::name)
                .contains("csv", "debezium-json", "json", "raw")
                .doesNotHaveDuplicates();
    }

    @Test
    void everyOptionSaysWhatItMeansAndHasADefaultThatCanBeRead() {
        for (Connector connector : ServiceLoader.load(Connector.class)) {
            assertThat(connector.description()).endsWith(".");
            connector.options().forEach(ServicesTest::check);
        }
        for (FormatFactory format : ServiceLoader.load(FormatFactory.class)) {
            assertThat(format.description()).endsWith(".");
            assertThat(format.options()).allMatch(option -> option.key().startsWith(format.name() + "."));
            format.options().forEach(ServicesTest::check);
        }
    }

    private static void check(Option<?> option) {
        assertThat(option.meaning()).as(option.key()).endsWith(".");
        assertThat(option.defaultValue().isPresent()).isEqualTo(option.defaultText() != null);
    }
}
