package io.weir.server.jdbc;

import io.weir.server.jdbc.ServerStatement.Prepared;
import io.weir.server.session.Session;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** An open connection: its session and its statements. Thread-safe. */
final class ServerConnection {
    private final Session session;
    private final int maxStatements;
    private final SecureRandom random;
    private final Map<Integer, ServerStatement> statements = new ConcurrentHashMap<>();

    ServerConnection(Session session, int maxStatements, SecureRandom random) {
        this.session = session;
        this.maxStatements = maxStatements;
        this.random = random;
    }

    Session session() {
        return session;
    }

    /**
     * Statement ids are random as well, though 32 bits are all the protocol has: they mean something only together with
     * the connection's.
     */
    ServerStatement create(@Nullable Prepared prepared) {
        if (statements.size() >= maxStatements) {
            throw new WeirException(
                            ErrorCode.LIMIT_EXCEEDED,
                            "connection has " + maxStatements + " open statements, the most it may have")
                    .withHint("Close statements when they are done with.");
        }
        while (true) {
            ServerStatement statement = new ServerStatement(random.nextInt(Integer.MAX_VALUE) + 1, prepared);
            if (statements.putIfAbsent(statement.id(), statement) == null) {
                return statement;
            }
        }
    }

    @Nullable ServerStatement find(int id) {
        return statements.get(id);
    }

    int statementCount() {
        return statements.size();
    }

    void closeStatement(int id) {
        ServerStatement statement = statements.remove(id);
        if (statement != null) {
            statement.close();
        }
    }

    void close() {
        statements.keySet().forEach(this::closeStatement);
    }
}
