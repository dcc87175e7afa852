package io.weir.server.session;

import static java.util.Objects.requireNonNull;

import io.weir.sql.ParsedStatement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A statement to be executed.
 *
 * @param parameters values of the parameters {@code ?}, boxed as {@link io.weir.spi.data.DataType} says
 * @param queryId names the query or job that it starts, {@code [A-Za-z0-9_-]{1,64}}
 * @param warnings takes what the client should know although the statement is carried out; called before it returns
 */
record StatementCall(
        Session session,
        ParsedStatement statement,
        List<@Nullable Object> parameters,
        String queryId,
        Consumer<String> warnings) {
    StatementCall {
        requireNonNull(session, "session is null");
        requireNonNull(statement, "statement is null");
        requireNonNull(queryId, "queryId is null");
        requireNonNull(warnings, "warnings is null");
        parameters = Collections.unmodifiableList(new ArrayList<>(parameters));
    }
}
