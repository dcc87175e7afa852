package io.weir.planner.validate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlItemOperator;
import org.apache.calcite.sql.fun.SqlSubstringFunction;
import org.apache.calcite.sql.type.SqlOperandTypeInference;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.jspecify.annotations.Nullable;

/**
 * Types of parameters. Calcite knows none for an operand of most functions ({@code MOD(n, ?)}), and takes for
 * {@code ? * INTERVAL '1' DAY} one that the operator then refuses. There the first type is taken with which the operator
 * accepts its operands:
 *
 * <ol>
 *   <li>that of another operand,
 *   <li>that which is wanted of the result,
 *   <li>the most general ones.
 * </ol>
 *
 * What stands below is looked at first, and only for operands, so that what encloses a call knows the type of the call.
 */
final class ParameterTypes {
    /** More parameters than a function has operands: whoever writes so many gets them told to be cast. */
    private static final int MAX_TRIES = 2_000;

    /** Calcite's precision for what is only asked whether it is NULL. */
    private static final int OF_ANYTHING = 1024;

    private static final Set<SqlKind> CASTS = Set.of(SqlKind.CAST, SqlKind.SAFE_CAST);

    private static final List<SqlTypeName> GENERAL = List.of(
            SqlTypeName.VARCHAR,
            SqlTypeName.DOUBLE,
            SqlTypeName.INTEGER,
            SqlTypeName.TIMESTAMP,
            SqlTypeName.DATE,
            SqlTypeName.BOOLEAN,
            SqlTypeName.VARBINARY);

    private final WeirSqlValidator validator;
    private final Map<SqlNode, RelDataType> decided = new IdentityHashMap<>();
    /** Some functions are rewritten to expressions that have an operand twice: {@code COALESCE(?, n)}. */
    private final Map<Integer, RelDataType> byIndex = new HashMap<>();

    private final List<SqlDynamicParam> copies = new ArrayList<>();
    private final Set<SqlNode> operands = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<SqlNode> visited = Collections.newSetFromMap(new IdentityHashMap<>());

    ParameterTypes(WeirSqlValidator validator) {
        this.validator = validator;
    }

    /**
     * The type of a parameter.
     *
     * @param inferred what Calcite infers
     */
    RelDataType of(SqlDynamicParam parameter, RelDataType inferred) {
        RelDataType type = decided.getOrDefault(parameter, plain(parameter, inferred));
        RelDataType known = byIndex.get(parameter.getIndex());
        boolean isAnything = type.getSqlTypeName() == SqlTypeName.VARCHAR && type.getPrecision() == OF_ANYTHING;
        if (isAnything || type.equals(validator.getUnknownType())) {
            copies.add(parameter);
            return known == null ? type : known;
        }
        if (known == null) {
            byIndex.put(parameter.getIndex(), type);
            for (SqlDynamicParam copy : copies) {
                if (copy.getIndex() == parameter.getIndex()) {
                    validator.setValidatedNodeType(copy, nullable(type));
                }
            }
        }
        return type;
    }

    /**
     * A row of one column, which IN has on its right side, is that column; JSON functions take any type, so text. Text
     * beside text may be longer than that: cut to the length of {@code 'a'} it would be equal to it.
     */
    private RelDataType plain(SqlDynamicParam parameter, RelDataType inferred) {
        if (inferred.isStruct() && inferred.getFieldCount() == 1) {
            return plain(parameter, inferred.getFieldList().get(0).getType());
        }
        boolean isText = SqlTypeUtil.inCharFamily(inferred)
                && inferred.getPrecision() != OF_ANYTHING
                && operands.contains(parameter);
        return isText || inferred.getSqlTypeName() == SqlTypeName.ANY ? general(SqlTypeName.VARCHAR) : inferred;
    }

    /**
     * Decides on the parameters that are operands of a call, and of calls below.
     *
     * @param wanted the type that the call should have, or the validator's unknown type
     */
    void decide(SqlCall call, RelDataType wanted, SqlValidatorScope scope) {
        if (call.isA(SqlKind.QUERY)) {
            return;
        }
        if (visited.add(call) && !call.isA(Set.of(SqlKind.ROW))) {
            addOperands(call.getOperandList());
        }
        call.getOperandList().forEach(operand -> visit(operand, scope));
        decideOperands(call, wanted, scope, true);
    }

    private void visit(SqlNode node, SqlValidatorScope scope) {
        if (node instanceof SqlNodeList list) {
            list.forEach(element -> visit(element, scope));
        } else if (node instanceof SqlCall call && !call.isA(SqlKind.QUERY) && visited.add(call)) {
            addOperands(call.getOperandList());
            call.getOperandList().forEach(operand -> visit(operand, scope));
            decideOperands(call, validator.getUnknownType(), scope, false);
        }
    }

    /** A parameter that is no operand is a column: of what is inserted, with the length of that. */
    private void addOperands(List<SqlNode> nodes) {
        for (SqlNode node : nodes) {
            if (node instanceof SqlDynamicParam) {
                operands.add(node);
            } else if (node instanceof SqlNodeList list) {
                addOperands(list);
            }
        }
    }

    private void decideOperands(SqlCall call, RelDataType wanted, SqlValidatorScope scope, boolean isLastChance) {
        if (call instanceof SqlCase cases) {
            decideResults(cases, scope);
            return;
        }
        List<SqlNode> open = call.getOperandList().stream().filter(this::isOpen).toList();
        if (open.isEmpty() || call.isA(Set.of(SqlKind.AS, SqlKind.ROW, SqlKind.CAST))) {
            return;
        }
        List<RelDataType> partners = partners(call, scope);
        if (!partners.isEmpty() && call.operandCount() == 2 && call.operand(1) instanceof SqlNodeList) {
            decide(open.get(0), partners.get(0)); // ? IN (1, 2)
            return;
        }
        if (partners.isEmpty() && !isLastChance) {
            return; // what encloses the call may know more
        }
        for (SqlOperator operator : operators(call)) {
            boolean canCheck = operator.getOperandTypeChecker() != null
                    || operator instanceof SqlSubstringFunction
                    || operator instanceof SqlItemOperator;
            if (canCheck) {
                Attempt attempt = new Attempt(call, scope, operator, open);
                if (attempt.isInferred(wanted) || attempt.succeeds(candidates(partners, wanted, isLastChance))) {
                    return;
                }
            }
        }
    }

    /**
     * The results of CASE, and of COALESCE, have one type, and it is wanted before Calcite has those of the parameters.
     */
    private void decideResults(SqlCase cases, SqlValidatorScope scope) {
        List<SqlNode> results = new ArrayList<>(cases.getThenOperands());
        SqlNode otherwise = cases.getElseOperand();
        if (otherwise != null) {
            results.add(otherwise);
        }
        results.replaceAll(
                result -> result.getKind() == SqlKind.CAST_NOT_NULL ? ((SqlCall) result).operand(0) : result);
        List<SqlNode> open = results.stream().filter(this::isOpen).toList();
        List<RelDataType> types = new ArrayList<>();
        if (!open.isEmpty()) {
            results.forEach(result -> addPartner(result, scope, types));
        }
        RelDataType type = types.isEmpty() ? null : validator.getTypeFactory().leastRestrictive(types);
        if (type != null) {
            open.forEach(parameter -> decide(parameter, type));
        }
    }

    private boolean isOpen(SqlNode node) {
        return node instanceof SqlDynamicParam && !decided.containsKey(node);
    }

    private void decide(SqlNode parameter, RelDataType type) {
        RelDataType nullable = SqlTypeUtil.inCharFamily(type) ? general(SqlTypeName.VARCHAR) : nullable(type);
        validator.setValidatedNodeType(parameter, nullable);
        decided.put(parameter, nullable);
    }

    /** A name may have more than one meaning, and the parser knows some that are none here. */
    private List<SqlOperator> operators(SqlCall call) {
        if (!(call.getOperator() instanceof SqlFunction function)) {
            return List.of(call.getOperator());
        }
        List<SqlOperator> overloads = new ArrayList<>();
        validator
                .getOperatorTable()
                .lookupOperatorOverloads(
                        function.getNameAsId(),
                        null,
                        SqlSyntax.FUNCTION,
                        overloads,
                        validator.getCatalogReader().nameMatcher());
        return overloads.isEmpty() ? List.of(function) : overloads;
    }

    /** The types of the other operands and of what they consist of, as far as they are values of a known type. */
    private List<RelDataType> partners(SqlCall call, SqlValidatorScope scope) {
        List<RelDataType> types = new ArrayList<>();
        call.getOperandList().forEach(operand -> addPartner(operand, scope, types));
        return types;
    }

    private void addPartner(@Nullable SqlNode operand, SqlValidatorScope scope, List<RelDataType> types) {
        if (operand instanceof SqlNodeList list) {
            list.forEach(element -> addPartner(element, scope, types));
        } else if (operand != null
                && !(operand instanceof SqlIntervalQualifier)
                && !operand.isA(SqlKind.QUERY)
                && !hasOpen(operand)) {
            RelDataType type = validator.deriveType(scope, operand);
            RelDataType part = type.getComponentType() == null ? type.getKeyType() : type.getComponentType();
            if (part != null) {
                types.add(part);
            }
            SqlTypeName name = type.getSqlTypeName();
            if (SqlTypeUtil.inCharFamily(type)) {
                types.add(general(SqlTypeName.VARCHAR));
            } else if (SqlTypeName.ALL_TYPES.contains(name) && name != SqlTypeName.NULL) {
                types.add(type);
            }
        }
    }

    /** Whether the type of a value is not known yet; that of a CAST is. */
    private boolean hasOpen(SqlNode node) {
        if (node instanceof SqlCall call) {
            return !call.isA(CASTS)
                    && call.getOperandList().stream().anyMatch(operand -> operand != null && hasOpen(operand));
        }
        return node instanceof SqlNodeList list ? list.stream().anyMatch(this::hasOpen) : isOpen(node);
    }

    private List<RelDataType> candidates(List<RelDataType> partners, RelDataType wanted, boolean isLastChance) {
        List<RelDataType> candidates = new ArrayList<>(partners);
        boolean isOfInterval = partners.stream().anyMatch(SqlTypeUtil::isInterval);
        if (isOfInterval) {
            candidates.add(general(SqlTypeName.INTEGER));
        }
        boolean isOfOperands = !wanted.isStruct() && !SqlTypeUtil.isBoolean(wanted);
        if (isOfOperands && !wanted.equals(validator.getUnknownType())) {
            candidates.add(wanted);
        }
        if (isLastChance) {
            GENERAL.forEach(name -> candidates.add(general(name)));
        }
        return candidates.stream().map(this::nullable).distinct().toList();
    }

    private RelDataType general(SqlTypeName name) {
        return nullable(validator.getTypeFactory().createSqlType(name));
    }

    private RelDataType nullable(RelDataType type) {
        RelDataTypeFactory factory = validator.getTypeFactory();
        return factory.createTypeWithNullability(type, true);
    }

    /** One call of one operator, tried with types for its parameters. */
    private final class Attempt {
        private final SqlCall call;
        private final SqlOperator operator;
        private final List<SqlNode> parameters;
        private final SqlCallBinding binding;
        private int tries;

        Attempt(SqlCall call, SqlValidatorScope scope, SqlOperator operator, List<SqlNode> parameters) {
            this.call = call;
            this.operator = operator;
            this.parameters = parameters;
            this.binding = new SqlCallBinding(validator, scope, call) {
                /** Trying changes nothing in the statement. */
                @Override
                public boolean isTypeCoercionEnabled() {
                    return false;
                }
            };
        }

        /** Whether Calcite knows types, and the operator accepts them. */
        boolean isInferred(RelDataType wanted) {
            SqlOperandTypeInference inference = operator.getOperandTypeInference();
            if (inference == null || call.getOperandList().stream().anyMatch(ParameterTypes.this::hasOpenBelow)) {
                return false;
            }
            RelDataType[] types = new RelDataType[call.operandCount()];
            Arrays.fill(types, validator.getUnknownType());
            inference.inferOperandTypes(binding, wanted, types);
            for (int i = 0; i < types.length; i++) {
                if (isOpen(call.operand(i))) {
                    if (types[i].equals(validator.getUnknownType())) {
                        return false;
                    }
                    validator.setValidatedNodeType(call.operand(i), nullable(types[i]));
                }
            }
            boolean fits = isAccepted();
            parameters.forEach(validator::removeValidatedNodeType);
            return fits;
        }

        private boolean isAccepted() {
            return operator.getOperandCountRange().isValidCount(call.operandCount())
                    && operator.checkOperandTypes(binding, false);
        }

        boolean succeeds(List<RelDataType> candidates) {
            return succeeds(candidates, 0);
        }

        private boolean succeeds(List<RelDataType> candidates, int index) {
            if (index == parameters.size()) {
                tries++;
                return isAccepted();
            }
            SqlNode parameter = parameters.get(index);
            for (RelDataType candidate : candidates) {
                if (tries >= MAX_TRIES) {
                    break;
                }
                validator.setValidatedNodeType(parameter, candidate);
                if (succeeds(candidates, index + 1)) {
                    decide(parameter, general(parameter, candidate));
                    return true;
                }
            }
            validator.removeValidatedNodeType(parameter);
            return false;
        }

        /** A whole number beside {@code POWER(n, ?)} does not mean that the parameter is one. */
        private RelDataType general(SqlNode parameter, RelDataType candidate) {
            boolean isApproximate = operator instanceof SqlFunction
                    && SqlTypeUtil.isExactNumeric(candidate)
                    && SqlTypeUtil.isApproximateNumeric(operator.inferReturnType(binding));
            if (!isApproximate) {
                return candidate;
            }
            RelDataType approximate = ParameterTypes.this.general(SqlTypeName.DOUBLE);
            validator.setValidatedNodeType(parameter, approximate);
            return isAccepted() ? approximate : candidate;
        }
    }

    private boolean hasOpenBelow(SqlNode node) {
        return node != null && !isOpen(node) && hasOpen(node);
    }
}
