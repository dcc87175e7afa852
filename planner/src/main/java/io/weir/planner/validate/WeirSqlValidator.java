package io.weir.planner.validate;

import static java.util.Objects.requireNonNull;
import static org.apache.calcite.util.Static.RESOURCE;

import io.weir.planner.expression.WeirOperatorTable;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlMatchRecognize;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.MatchRecognizeScope;
import org.apache.calcite.sql.validate.SelectNamespace;
import org.apache.calcite.sql.validate.SqlMonotonicity;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorImpl;
import org.apache.calcite.sql.validate.SqlValidatorNamespace;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.util.NlsString;
import org.jspecify.annotations.Nullable;

/**
 * Calcite's validator with Weir's conformance and functions; also tells, for messages, which columns could have been
 * meant at a place.
 */
final class WeirSqlValidator extends SqlValidatorImpl {
    private final List<SqlSelect> selects = new ArrayList<>();
    private final Map<SqlSelect, KnownAggregate> aggregates = new IdentityHashMap<>();
    private final ParameterTypes parameterTypes = new ParameterTypes(this);
    private final AtomicBoolean cancelled;

    /** Whether a SELECT groups, as long as it has these clauses. */
    private record KnownAggregate(List<@Nullable Object> clauses, boolean isAggregate) {}

    /** @param cancelled once true, nobody waits for the answer: with thousands of columns it can take minutes */
    WeirSqlValidator(CalciteCatalogReader reader, RelDataTypeFactory typeFactory, AtomicBoolean cancelled) {
        super(
                OperatorTables.instance(),
                reader,
                typeFactory,
                SqlValidator.Config.DEFAULT
                        .withConformance(WeirConformance.INSTANCE)
                        .withIdentifierExpansion(true)
                        .withTypeCoercionEnabled(true)
                        .withTypeCoercionFactory(WithinFamilies::new));
        this.cancelled = cancelled;
    }

    /** {@code U&'\\D83D'}: half of a surrogate pair is no character, and cannot be written in UTF-8. */
    @Override
    public void validateLiteral(SqlLiteral literal) {
        super.validateLiteral(literal);
        if (literal.getValue() instanceof NlsString text
                && text.getValue().codePoints().anyMatch(WeirSqlValidator::isHalf)) {
            SqlParserPos position = literal.getParserPosition();
            throw new WeirException(
                            ErrorCode.VALIDATION_ERROR, "text has one half of a surrogate pair, which is no character")
                    .at(position.getLineNum(), position.getColumnNum())
                    .withHint("A character beyond U+FFFF is written with six digits: U&'\\+01F600'.");
        }
    }

    /** Where the search goes on behind a match; Calcite would have the next row, the standard the row behind it. */
    @Override
    public void validateMatchRecognize(SqlCall call) {
        SqlMatchRecognize match = (SqlMatchRecognize) call;
        if (match.getAfter() == null) {
            match.setOperand(
                    SqlMatchRecognize.OPERAND_AFTER,
                    SqlMatchRecognize.AfterOption.SKIP_PAST_LAST_ROW.symbol(SqlParserPos.ZERO));
        }
        match.getPatternDefList().forEach(definition -> MatchNavigation.inCondition((SqlCall) definition));
        SqlIdentifier time = MatchNavigation.time(match);
        match.getMeasureList().forEach(measure -> MatchNavigation.inMeasure((SqlCall) measure, time));
        MatchRows.carry(match);
        super.validateMatchRecognize(call);
    }

    /** Functions that the grammar names are Calcite's until here. */
    @Override
    protected @Nullable SqlNode performUnconditionalRewrites(@Nullable SqlNode node, boolean underFrom) {
        SqlNode rewritten = super.performUnconditionalRewrites(node, underFrom);
        return rewritten instanceof SqlCall call ? WeirOperatorTable.resolve(call) : rewritten;
    }

    /** Parameters of which Calcite would not know the type get one. */
    @Override
    protected void inferUnknownTypes(RelDataType inferredType, SqlValidatorScope scope, SqlNode node) {
        if (node instanceof SqlDynamicParam parameter) {
            super.inferUnknownTypes(parameterTypes.of(parameter, inferredType), scope, node);
            return;
        }
        if (SqlUtil.isNullLiteral(node, false) && inferredType.getSqlTypeName() == SqlTypeName.ANY) {
            // JSON functions take any type, but a column has one.
            super.inferUnknownTypes(typeFactory.createSqlType(SqlTypeName.VARCHAR), scope, node);
            return;
        }
        if (node instanceof SqlCall call) {
            parameterTypes.decide(call, inferredType, scopes.getOrDefault(node, scope));
        }
        super.inferUnknownTypes(inferredType, scope, node);
    }

    /** Calcite infers no types here. */
    @Override
    protected void validateOrderList(SqlSelect select) {
        SqlNodeList order = select.getOrderList();
        if (order != null) {
            order.stream()
                    .filter(SqlCall.class::isInstance)
                    .forEach(item -> inferUnknownTypes(unknownType, getOrderScope(select), item));
        }
        super.validateOrderList(select);
    }

    /** Calcite asks for each column, and looks at all of them each time. */
    @Override
    public boolean isAggregate(SqlSelect select) {
        List<@Nullable Object> clauses = Arrays.asList(select.getSelectList(), select.getGroup(), select.getHaving());
        KnownAggregate known = aggregates.get(select);
        if (known == null || !known.clauses().equals(clauses)) {
            known = new KnownAggregate(clauses, super.isAggregate(select));
            aggregates.put(select, known);
        }
        return known.isAggregate();
    }

    /** A column of a pattern variable may be NULL whatever its table says: there may be no row of that variable. */
    @Override
    public RelDataType deriveType(SqlValidatorScope scope, SqlNode expression) {
        if (cancelled.get()) {
            throw new WeirException(ErrorCode.STATEMENT_TOO_COMPLEX, "planning was given up");
        }
        RelDataType type = super.deriveType(scope, expression);
        boolean isOfVariable = scope instanceof MatchRecognizeScope
                && expression instanceof SqlIdentifier identifier
                && identifier.names.size() == 2;
        return isOfVariable ? typeFactory.createTypeWithNullability(type, true) : type;
    }

    private static boolean isHalf(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    /**
     * Nothing here depends on whether a column is monotonic, and asking through 200 nested queries takes time with the
     * square of their number.
     */
    @Override
    protected SelectNamespace createSelectNamespace(SqlSelect select, SqlNode enclosingNode) {
        return new SelectNamespace(this, select, enclosingNode) {
            @Override
            public SqlMonotonicity getMonotonicity(String columnName) {
                return SqlMonotonicity.NOT_MONOTONIC;
            }
        };
    }

    @Override
    protected void registerNamespace(
            @Nullable SqlValidatorScope usingScope,
            @Nullable String alias,
            SqlValidatorNamespace namespace,
            boolean forceNullable) {
        if (namespace.getNode() instanceof SqlSelect select) {
            selects.add(select);
        }
        super.registerNamespace(usingScope, alias, namespace, forceNullable);
    }

    /** Calcite takes text and number for comparable also in USING and NATURAL. */
    @Override
    protected void validateJoin(SqlJoin join, SqlValidatorScope scope) {
        super.validateJoin(join, scope);
        RelDataType left = requireNonNull(getNamespace(join.getLeft())).getRowType();
        RelDataType right = requireNonNull(getNamespace(join.getRight())).getRowType();
        for (String name : commonColumns(join, left)) {
            RelDataTypeField leftField = getCatalogReader().nameMatcher().field(left, name);
            RelDataTypeField rightField = getCatalogReader().nameMatcher().field(right, name);
            boolean isCommon = leftField != null && rightField != null;
            if (isCommon && !WithinFamilies.mayMeet(leftField.getType(), rightField.getType())) {
                throw newValidationError(
                        join.getRight(),
                        RESOURCE.naturalOrUsingColumnNotCompatible(
                                name,
                                leftField.getType().toString(),
                                rightField.getType().toString()));
            }
        }
    }

    /** The columns of USING; all that could be common ones of a natural join. */
    private static List<String> commonColumns(SqlJoin join, RelDataType left) {
        if (join.isNatural()) {
            return left.getFieldNames();
        }
        return join.getCondition() instanceof SqlNodeList columns && join.getConditionType() == JoinConditionType.USING
                ? columns.stream()
                        .map(column -> ((SqlIdentifier) column).getSimple())
                        .toList()
                : List.of();
    }

    /**
     * The columns of each relation in the FROM clause of the innermost SELECT around a position, by alias or table
     * name; those that are not known yet are left out.
     */
    Map<String, List<String>> relationsAt(SqlParserPos position) {
        SqlSelect innermost = null;
        for (SqlSelect select : selects) {
            boolean isNarrower = innermost == null || covers(innermost, select.getParserPosition());
            if (covers(select, position) && isNarrower) {
                innermost = select;
            }
        }
        Map<String, List<String>> relations = new LinkedHashMap<>();
        if (innermost != null && innermost.getFrom() != null) {
            addRelations(innermost.getFrom(), position, relations);
        }
        return relations;
    }

    private static boolean covers(SqlNode node, SqlParserPos position) {
        SqlParserPos range = node.getParserPosition();
        boolean startsBefore = range.getLineNum() < position.getLineNum()
                || (range.getLineNum() == position.getLineNum() && range.getColumnNum() <= position.getColumnNum());
        boolean endsBehind = range.getEndLineNum() > position.getEndLineNum()
                || (range.getEndLineNum() == position.getEndLineNum()
                        && range.getEndColumnNum() >= position.getEndColumnNum());
        return startsBefore && endsBehind;
    }

    private void addRelations(SqlNode from, SqlParserPos position, Map<String, List<String>> relations) {
        if (from instanceof SqlJoin join) {
            addRelations(join.getLeft(), position, relations);
            addRelations(join.getRight(), position, relations);
        } else if (covers(from, position)) {
            // The error is in here, so its columns are not known; asking for them would validate it again, without end.
            return;
        } else if (from.getKind() == SqlKind.AS) {
            SqlCall as = (SqlCall) from;
            add(((SqlIdentifier) as.operand(1)).getSimple(), from, relations);
        } else if (from instanceof SqlIdentifier table) {
            add(table.names.get(table.names.size() - 1), from, relations);
        } else {
            add("", from, relations);
        }
    }

    private void add(String name, SqlNode node, Map<String, List<String>> relations) {
        SqlValidatorNamespace namespace = getNamespace(node);
        if (namespace == null) {
            return;
        }
        try {
            relations.put(name, namespace.getRowType().getFieldNames());
        } catch (RuntimeException | AssertionError e) {
            // Not derived yet when the error came: the message then says less.
            relations.remove(name);
        }
    }
}
