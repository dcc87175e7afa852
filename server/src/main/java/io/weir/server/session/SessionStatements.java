package io.weir.server.session;

import io.weir.server.config.ConfigOption;
import io.weir.server.config.ConfigOptions;
import io.weir.server.config.OptionScope;
import io.weir.sql.statement.SqlReset;
import io.weir.sql.statement.SqlSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SET and RESET. */
final class SessionStatements {
    StatementResult set(SqlSet node, StatementCall call) {
        String key = node.key();
        String value = node.value();
        if (key == null || value == null) {
            return list(call.session());
        }
        call.session().set(key, value);
        return StatementResult.DONE;
    }

    private static StatementResult list(Session session) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (ConfigOption option : ConfigOptions.all()) {
            if (option.scope() != OptionScope.SERVER) {
                rows.add(Tables.row(
                        option.key(),
                        shown(session, option),
                        option.option().defaultText(),
                        session.origin(option),
                        option.option().meaning()));
            }
        }
        return Tables.rows(Tables.texts("key", "value", "default", "origin", "meaning"), rows);
    }

    private static @Nullable String shown(Session session, ConfigOption option) {
        return session.value(option)
                .map(value -> option.option().secret() ? "***" : value)
                .orElse(null);
    }

    StatementResult reset(SqlReset node, StatementCall call) {
        String key = node.key();
        if (key == null) {
            call.session().resetAll();
        } else {
            call.session().reset(key);
        }
        return StatementResult.DONE;
    }
}
