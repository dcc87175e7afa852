package io.weir.sql.statement;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** One option, {@code 'connector' = 'kafka'}. */
public final class SqlOption extends WeirNode {
    private static final NodeOperator OPERATOR = new NodeOperator("OPTION", SqlOption::new);

    public SqlOption(SqlParserPos position, SqlLiteral key, SqlLiteral value) {
        this(position, operands(key, value));
    }

    private SqlOption(SqlParserPos position, List<@Nullable SqlNode> operands) {
        super(OPERATOR, position, operands);
    }

    public String key() {
        return stringAt(0);
    }

    public String value() {
        return stringAt(1);
    }

    /** The options of a list by key, in the order in which they are written. */
    public static Map<String, String> toMap(SqlNodeList options) {
        Map<String, String> map = new LinkedHashMap<>();
        for (SqlNode node : options) {
            SqlOption option = (SqlOption) node;
            map.put(option.key(), option.value());
        }
        return Collections.unmodifiableMap(map);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        nodeAt(0).unparse(writer, 0, 0);
        writer.keyword("=");
        nodeAt(1).unparse(writer, 0, 0);
    }
}
