package io.weir.server.session;

import io.weir.sql.statement.SqlCreateSecret;
import io.weir.sql.statement.SqlDropObject;

/** CREATE SECRET and DROP SECRET. */
final class SecretStatements {
    private final Services services;

    SecretStatements(Services services) {
        this.services = services;
    }

    StatementResult create(SqlCreateSecret node, StatementCall call) {
        String name = Names.newSimple(node.name());
        if (!node.isIfNotExists() || !services.secrets().exists(name)) {
            services.secrets().create(name, node.value(), node.isReplace());
        }
        return StatementResult.DONE;
    }

    StatementResult drop(SqlDropObject node) {
        String name = Names.simple(node.name());
        if (!node.isIfExists() || services.secrets().exists(name)) {
            services.secrets().drop(name);
        }
        return StatementResult.DONE;
    }
}
