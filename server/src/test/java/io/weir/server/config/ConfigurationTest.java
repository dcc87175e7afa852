package io.weir.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.server.ServerConfig;
import io.weir.spi.connector.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
    @TempDir
    Path folder;

    /** The table in docs/operating/configuration.md is written from the list; if this fails, put the line it wants there. */
    @Test
    void thePageHasEveryOptionWithItsDefaultAndMeaning() throws IOException {
        List<String> described = Files.readAllLines(Path.of("../docs/operating/configuration.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();
        List<String> wanted =
                ConfigOptions.all().stream().map(ConfigurationTest::line).toList();
        assertThat(wanted.stream().filter(line -> !described.contains(line)))
                .as("lines that are missing")
                .isEmpty();
        assertThat(described.stream().filter(line -> !wanted.contains(line)))
                .as("lines too many")
                .isEmpty();
        assertThat(described).as("in the order of their keys").isEqualTo(wanted);
    }

    private static String line(ConfigOption option) {
        String value = option.option().defaultText();
        return "| `" + option.key() + "` | " + (value == null ? "" : value) + " | "
                + option.scope().name().toLowerCase(Locale.ROOT) + ", "
                + option.change().name().toLowerCase(Locale.ROOT) + " | "
                + option.option().meaning().replace("|", "\\|") + " |";
    }

    @Test
    void defaultsCanBeRead() {
        JobSettings settings = JobSettings.of(Options.empty());
        assertThat(settings.checkpoints().intervalMillis()).isEqualTo(10_000);
        assertThat(settings.stateBackend()).isEqualTo("rocksdb");
        ConfigOptions.all().forEach(option -> option.option().defaultValue());
    }

    @Test
    void optionsThatDoNotGoTogetherAreRefused() {
        assertThatThrownBy(() -> JobSettings.of(new Options(Map.of(
                        "execution.checkpointing.unaligned.enabled",
                        "true",
                        "execution.checkpointing.max-concurrent-checkpoints",
                        "2"))))
                .hasMessageContaining("'execution.checkpointing.max-concurrent-checkpoints' wants '1'");
        assertThatThrownBy(() -> JobSettings.of(new Options(Map.of("parallelism", "200"))))
                .hasMessageContaining("at most 'max-parallelism' (128), found '200'");
    }

    @Test
    void theFileIsReadAndItsErrorsNameTheLine() throws IOException {
        Path file = folder.resolve("weir.conf");
        Files.writeString(
                file,
                "# a comment\nserver.port: 0\nexecution.checkpointing.interval = '5 s'\nhadoop.dfs.replication: 1\n");
        ServerConfig config = ServerConfig.of(folder).withFile(file);
        assertThat(config.options())
                .containsEntry("server.port", "0")
                .containsEntry("execution.checkpointing.interval", "5 s")
                .containsEntry("hadoop.dfs.replication", "1");
        Files.writeString(file, "server.port: 0\nserver.prot: 1\n");
        assertThatThrownBy(() -> ServerConfig.of(folder).withFile(file))
                .hasMessageContaining("line 2: option 'server.prot' does not exist")
                .hasMessageContaining("Did you mean 'server.port'?");
        Files.writeString(file, "server.port\n");
        assertThatThrownBy(() -> ServerConfig.of(folder).withFile(file))
                .hasMessageContaining("line 1 wants 'key: value'");
    }

    @Test
    void otherSpellingsMeanTheSame() {
        assertThat(ConfigOptions.get("parallelism.default").key()).isEqualTo("parallelism");
        assertThat(ConfigOptions.get("Execution.Checkpointing.INTERVAL").key())
                .isEqualTo("execution.checkpointing.interval");
    }

    @Test
    void optionsThatMeanNothingHereSayWhy() {
        assertThatThrownBy(() -> ConfigOptions.get("execution.checkpointing.file-merging.max-space-amplification"))
                .hasMessageContaining(
                        "option 'execution.checkpointing.file-merging.max-space-amplification' is not needed here");
        assertThatThrownBy(() ->
                        JobSettings.of(new Options(Map.of("execution.checkpointing.data-inline-threshold", "2 mb"))))
                .hasMessageContaining("wants at most '1 mb', found 2097152 bytes");
    }

    @Test
    void everyOptionOfCheckpointsIsAcceptedWithItsDefaultAndGoesTogetherWithTheOthers() {
        for (ConfigOption option : ConfigOptions.all()) {
            String value = option.option().defaultText();
            if (value != null && option.scope() != OptionScope.SERVER) {
                ConfigOptions.check(option.key(), value);
                JobSettings.of(new Options(Map.of(option.key(), value)));
            }
        }
    }

    @Test
    void theServersOptionsAreNotTheSessions() {
        assertThatThrownBy(() -> ConfigOptions.check("server.port", "1"))
                .hasMessageContaining("belongs to the server and not to a session or job");
    }
}
