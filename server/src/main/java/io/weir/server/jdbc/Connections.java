package io.weir.server.jdbc;

import io.weir.runtime.time.Clock;
import io.weir.server.session.Session;
import io.weir.server.sys.SessionInfo;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.NearestName;
import io.weir.spi.error.WeirException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.calcite.avatica.BuiltInConnectionProperty;
import org.jspecify.annotations.Nullable;

/**
 * The open connections. The client chooses a connection's id, and whoever knows it is taken for the one who opened it:
 * so it has to be hard to guess, and is never shown. Thread-safe.
 */
public final class Connections {
    private static final int LEAST_ID_LENGTH = 32;
    private static final int GREATEST_ID_LENGTH = 128;
    /** Seconds after which Weir's driver is heard of as long as it has a statement open. */
    private static final String HEARTBEAT = "heartbeat";

    private static final Set<String> KNOWN_PROPERTIES =
            Set.of("client", "user", "password", "schema", "catalog", "applicationName", HEARTBEAT);
    /** What Avatica's own driver hands over: settings of the client. */
    private static final Set<String> PASSED_OVER = Arrays.stream(BuiltInConnectionProperty.values())
            .map(BuiltInConnectionProperty::camelName)
            .collect(Collectors.toSet());

    private final Users users;
    private final Map<String, String> serverDefaults;
    private final Limits limits;
    private final Clock clock;
    private final SecureRandom random;
    private final Supplier<String> publicIds;
    private final Consumer<String> endQueries;
    private final Map<String, ServerConnection> connections = new ConcurrentHashMap<>();

    /** How many of everything. */
    public record Limits(int connections, int connectionsPerUser, int statementsPerConnection) {}

    /**
     * @param serverDefaults options of sessions from the server's configuration
     * @param publicIds names for sessions that others may see
     * @param endQueries ends the queries of a session, which has ended or whose client is gone; by its public id
     */
    public Connections(
            Users users,
            Map<String, String> serverDefaults,
            Limits limits,
            Clock clock,
            SecureRandom random,
            Supplier<String> publicIds,
            Consumer<String> endQueries) {
        this.users = users;
        this.serverDefaults = Map.copyOf(serverDefaults);
        this.limits = limits;
        this.clock = clock;
        this.random = random;
        this.publicIds = publicIds;
        this.endQueries = endQueries;
    }

    /** @throws WeirException (UNAUTHORIZED, TOO_MANY_CONNECTIONS, UNKNOWN_OPTION, OPTION_VALUE) */
    void open(@Nullable String id, Map<String, String> properties) {
        if (id == null) {
            throw new WeirException(ErrorCode.PARAMETER_VALUE, "request names no connection");
        }
        if (id.length() < LEAST_ID_LENGTH || id.length() > GREATEST_ID_LENGTH) {
            throw new WeirException(
                            ErrorCode.PARAMETER_VALUE,
                            "connection id wants " + LEAST_ID_LENGTH + " to " + GREATEST_ID_LENGTH
                                    + " characters, found " + id.length())
                    .withHint("Take a random UUID: whoever guesses the id has the connection.");
        }
        String user = users.authenticate(properties.get("user"), properties.get("password"));
        checkLimits(user);
        Session session =
                new Session(publicIds.get(), user, client(properties), clock.currentTimeMillis(), serverDefaults);
        apply(properties, session);
        ServerConnection connection = new ServerConnection(session, limits.statementsPerConnection(), random);
        ServerConnection present = connections.putIfAbsent(id, connection);
        if (present != null && !isAskedAgain(session, present)) {
            // No word about whose it is, and nothing happens to it.
            throw new WeirException(ErrorCode.PARAMETER_VALUE, "connection id is not new");
        }
    }

    /** A client whose first answer was lost on its way repeats the request: nobody has used the connection yet. */
    private static boolean isAskedAgain(Session session, ServerConnection present) {
        Session before = present.session();
        return before.user().equals(session.user()) && before.client().equals(session.client()) && !before.isUsed();
    }

    private void checkLimits(String user) {
        if (connections.size() >= limits.connections()) {
            throw new WeirException(
                    ErrorCode.TOO_MANY_CONNECTIONS,
                    "server has " + limits.connections() + " connections, the most it may have");
        }
        long own = connections.values().stream()
                .filter(connection -> connection.session().user().equals(user))
                .count();
        if (own >= limits.connectionsPerUser()) {
            throw new WeirException(
                    ErrorCode.TOO_MANY_CONNECTIONS,
                    "user \"" + user + "\" has " + own + " connections, the most one user may have");
        }
    }

    private static String client(Map<String, String> properties) {
        String client = properties.getOrDefault("client", "avatica");
        String application = properties.get("applicationName");
        String shown = application == null ? client : application + " (" + client + ")";
        return shown.substring(0, Math.min(shown.length(), 200));
    }

    private static void apply(Map<String, String> properties, Session session) {
        for (Map.Entry<String, String> property : properties.entrySet()) {
            String name = property.getKey();
            if (name.contains(".")) {
                session.set(name, property.getValue());
            } else if (name.equals("schema") || name.equals("catalog")) {
                SessionNames.check(name, property.getValue());
            } else if (name.equals(HEARTBEAT)) {
                session.expectHeartbeat(TimeUnit.SECONDS.toMillis(seconds(property.getValue())));
            } else if (!KNOWN_PROPERTIES.contains(name) && !isPassedOver(name)) {
                WeirException unknown = new WeirException(
                                ErrorCode.UNKNOWN_OPTION, "connection property '" + name + "' does not exist")
                        .withDetail("The properties are " + new TreeSet<>(KNOWN_PROPERTIES)
                                + ", and every option of a session (its name has a dot).");
                String hint = NearestName.hint(name, KNOWN_PROPERTIES).replace('"', '\'');
                throw hint.isEmpty() ? unknown : unknown.withHint(hint);
            }
        }
    }

    private static int seconds(String value) {
        if (!value.matches("[1-9]\\d{0,8}")) {
            throw new WeirException(
                    ErrorCode.OPTION_VALUE,
                    "connection property '" + HEARTBEAT + "' wants seconds from 1 to 999999999, found '" + value + "'");
        }
        return Integer.parseInt(value);
    }

    private static boolean isPassedOver(String name) {
        return PASSED_OVER.stream().anyMatch(name::equalsIgnoreCase);
    }

    /** @param id null if the request named none */
    @Nullable ServerConnection find(@Nullable String id) {
        ServerConnection connection = id == null ? null : connections.get(id);
        if (connection != null) {
            connection.session().used(clock.currentTimeMillis());
        }
        return connection;
    }

    void close(@Nullable String id) {
        ServerConnection connection = id == null ? null : connections.remove(id);
        if (connection != null) {
            connection.close();
            endQueries.accept(connection.session().id());
        }
    }

    /** Ends the queries of clients that are gone, as far as they said how often they would be heard of. */
    public void endSilent() {
        long now = clock.currentTimeMillis();
        for (ServerConnection connection : connections.values()) {
            if (connection.session().isSilent(now)) {
                endQueries.accept(connection.session().id());
            }
        }
    }

    /** Closes connections of which nothing was heard for so long. */
    public void closeIdle(Duration timeout) {
        long limit = clock.currentTimeMillis() - timeout.toMillis();
        for (Map.Entry<String, ServerConnection> entry : connections.entrySet()) {
            if (entry.getValue().session().lastUsedMillis() < limit) {
                close(entry.getKey());
            }
        }
    }

    public int size() {
        return connections.size();
    }

    /** The sessions, for people. */
    public Collection<SessionInfo> sessions() {
        List<SessionInfo> infos = new ArrayList<>();
        for (ServerConnection connection : connections.values()) {
            Session session = connection.session();
            infos.add(new SessionInfo(
                    session.id(),
                    session.user(),
                    session.client(),
                    session.openedMillis(),
                    session.lastUsedMillis(),
                    connection.statementCount()));
        }
        infos.sort(Comparator.comparingLong(SessionInfo::openedMillis).thenComparing(SessionInfo::id));
        return infos;
    }
}
