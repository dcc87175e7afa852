package io.weir.server.session;

import io.weir.sql.statement.SqlOption;
import java.util.Map;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** Makes literals and options for statements that are put together here. */
final class SqlTexts {
    private SqlTexts() {}

    static @Nullable SqlLiteral literal(@Nullable String text) {
        return text == null ? null : present(text);
    }

    private static SqlLiteral present(String text) {
        return SqlLiteral.createCharString(text, SqlParserPos.ZERO);
    }

    static SqlNodeList options(Map<String, String> options) {
        SqlNodeList nodes = new SqlNodeList(SqlParserPos.ZERO);
        options.forEach((key, value) -> nodes.add(new SqlOption(SqlParserPos.ZERO, present(key), present(value))));
        return nodes;
    }
}
