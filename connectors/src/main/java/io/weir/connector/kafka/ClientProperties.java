package io.weir.connector.kafka;

import io.weir.spi.connector.Options;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.NearestName;
import io.weir.spi.error.WeirException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Kafka client properties from {@code properties.*} options. Only listed ones are allowed: others name classes to be
 * loaded, files to be read, or settings on which exactly-once depends.
 */
final class ClientProperties {
    static final String BOOTSTRAP_SERVERS = "bootstrap.servers";
    static final String GROUP_ID = "group.id";
    static final String TRANSACTION_TIMEOUT = "transaction.timeout.ms";

    private static final Set<String> ALLOWED = Set.of(
            BOOTSTRAP_SERVERS,
            GROUP_ID,
            TRANSACTION_TIMEOUT,
            "batch.size",
            "buffer.memory",
            "check.crcs",
            "client.dns.lookup",
            "client.id",
            "client.rack",
            "compression.type",
            "connections.max.idle.ms",
            "default.api.timeout.ms",
            "delivery.timeout.ms",
            "fetch.max.bytes",
            "fetch.max.wait.ms",
            "fetch.min.bytes",
            "isolation.level",
            "linger.ms",
            "max.block.ms",
            "max.partition.fetch.bytes",
            "max.poll.records",
            "max.request.size",
            "metadata.max.age.ms",
            "receive.buffer.bytes",
            "reconnect.backoff.max.ms",
            "reconnect.backoff.ms",
            "request.timeout.ms",
            "retry.backoff.max.ms",
            "retry.backoff.ms",
            "sasl.jaas.config",
            "sasl.mechanism",
            "security.protocol",
            "send.buffer.bytes",
            "socket.connection.setup.timeout.max.ms",
            "socket.connection.setup.timeout.ms",
            "ssl.enabled.protocols",
            "ssl.endpoint.identification.algorithm",
            "ssl.key.password",
            "ssl.keystore.certificate.chain",
            "ssl.keystore.key",
            "ssl.keystore.type",
            "ssl.protocol",
            "ssl.truststore.certificates",
            "ssl.truststore.type");

    /** The login modules that only look at the text of the option itself. */
    private static final List<Pattern> LOGIN_MODULES = List.of(
            Pattern.compile("org\\.apache\\.kafka\\.common\\.security\\.plain\\.PlainLoginModule\\s.*", Pattern.DOTALL),
            Pattern.compile(
                    "org\\.apache\\.kafka\\.common\\.security\\.scram\\.ScramLoginModule\\s.*", Pattern.DOTALL));

    private ClientProperties() {}

    /** @throws WeirException that names the property which is not allowed, or is missing */
    static Map<String, String> of(Options options) {
        Map<String, String> properties = options.withPrefix(KafkaOptions.PROPERTIES);
        for (String key : properties.keySet()) {
            if (!ALLOWED.contains(key)) {
                WeirException unknown = new WeirException(
                        ErrorCode.UNKNOWN_OPTION,
                        "connector '" + options.values().getOrDefault("connector", "kafka")
                                + "' does not take the client property '" + key + "'");
                throw NearestName.of(key, ALLOWED)
                        .map(near -> unknown.withHint("Did you mean 'properties." + near + "'?"))
                        .orElse(unknown);
            }
        }
        String login = properties.get("sasl.jaas.config");
        if (login != null
                && LOGIN_MODULES.stream()
                        .noneMatch(module -> module.matcher(login.strip()).matches())) {
            throw new WeirException(
                            ErrorCode.OPTION_VALUE,
                            "option 'properties.sasl.jaas.config' names a login module that is not allowed")
                    .withDetail("PlainLoginModule and ScramLoginModule of org.apache.kafka.common.security are.");
        }
        if (!properties.containsKey(BOOTSTRAP_SERVERS)) {
            throw new WeirException(
                            ErrorCode.MISSING_OPTION, "option 'properties." + BOOTSTRAP_SERVERS + "' is missing")
                    .withHint("Give the broker's address, such as 'localhost:9092'.");
        }
        return properties;
    }

    /** Properties for an admin client, consumer or producer: what the user gave on top of defaults. */
    static Map<String, Object> with(Map<String, String> given, Map<String, Object> defaults) {
        Map<String, Object> all = new HashMap<>(defaults);
        all.putAll(given);
        return all;
    }
}
