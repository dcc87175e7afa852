package io.weir.planner.validate;

import io.weir.planner.expression.MatchFunctions;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import io.weir.sql.statement.ShownMatches;
import io.weir.sql.statement.SqlAllRowsPerMatch;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlMatchRecognize;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Brings what follows ALL ROWS PER MATCH into the plan, where Calcite has no place for it: as one more condition, of a
 * variable that no pattern has, which {@code StreamMatchRule} takes out again.
 *
 * <pre>
 * MEASURES a.x AS x ALL ROWS PER MATCH WITH UNMATCHED ROWS ... DEFINE a AS ...
 *   ->   MEASURES IF_MATCHED(a.x) AS x ... DEFINE a AS ..., shown AS SHOWN(TRUE, 'WITH_UNMATCHED_ROWS')
 * </pre>
 */
final class MatchRows {
    private static final String NAME = "ALL ROWS PER MATCH";

    private MatchRows() {}

    static void carry(SqlMatchRecognize match) {
        if (!(match.getRowsPerMatch() instanceof SqlAllRowsPerMatch rows)
                || rows.shown() == ShownMatches.SHOW_EMPTY_MATCHES) {
            return;
        }
        if (rows.shown() == ShownMatches.WITH_UNMATCHED_ROWS) {
            refuseExclusions(match.getPattern());
            for (SqlNode measure : match.getMeasureList()) {
                SqlCall named = (SqlCall) measure;
                SqlNode value = named.operand(0);
                named.setOperand(0, MatchFunctions.IF_MATCHED.createCall(value.getParserPosition(), value));
            }
        }
        SqlParserPos position = rows.getParserPosition();
        SqlNode shown = MatchFunctions.SHOWN.createCall(
                position,
                SqlLiteral.createBoolean(true, position),
                SqlLiteral.createCharString(rows.shown().name(), position));
        List<SqlNode> definitions = new ArrayList<>(match.getPatternDefList());
        definitions.add(SqlStdOperatorTable.AS.createCall(position, shown, new SqlIdentifier(NAME, position)));
        match.setOperand(
                SqlMatchRecognize.OPERAND_PATTERN_DEFINES,
                new SqlNodeList(definitions, match.getPatternDefList().getParserPosition()));
    }

    /** ISO 9075-2, 7.6 row pattern recognition: a row that an exclusion hides would be neither matched nor unmatched. */
    private static void refuseExclusions(SqlNode pattern) {
        pattern.accept(new SqlBasicVisitor<Void>() {
            @Override
            public @Nullable Void visit(SqlCall call) {
                if (call.getKind() == SqlKind.PATTERN_EXCLUDED) {
                    throw Names.at(
                            new WeirException(
                                            ErrorCode.VALIDATION_ERROR,
                                            "WITH UNMATCHED ROWS does not go with an exclusion in the pattern")
                                    .withHint("Take \"{-\" and \"-}\" out of it, or leave WITH UNMATCHED ROWS out."),
                            call.getParserPosition());
                }
                return super.visit(call);
            }
        });
    }
}
