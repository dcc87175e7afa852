package io.weir.planner.expression;

import static org.apache.calcite.sql.type.SqlTypeFamily.CHARACTER;
import static org.apache.calcite.sql.type.SqlTypeFamily.INTEGER;
import static org.apache.calcite.sql.type.SqlTypeFamily.NUMERIC;
import static org.apache.calcite.sql.type.SqlTypeFamily.STRING;
import static org.apache.calcite.sql.type.SqlTypeFamily.TIMESTAMP;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlBasicFunction;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.fun.SqlAbstractTimeFunction;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;

/**
 * Weir's own functions: names that people know from Flink and PostgreSQL and that Calcite does not have, or has
 * otherwise.
 */
final class WeirFunctions {
    private static final int MILLISECONDS = 3;

    private static final SqlReturnTypeInference TEXT = ReturnTypes.VARCHAR.andThen(SqlTypeTransforms.TO_NULLABLE);
    private static final SqlReturnTypeInference TEXT_OR_NULL =
            ReturnTypes.VARCHAR.andThen(SqlTypeTransforms.FORCE_NULLABLE);
    private static final SqlReturnTypeInference BYTES =
            ReturnTypes.explicit(SqlTypeName.VARBINARY).andThen(SqlTypeTransforms.TO_NULLABLE);
    private static final SqlReturnTypeInference BIGINT_OR_NULL =
            ReturnTypes.BIGINT.andThen(SqlTypeTransforms.FORCE_NULLABLE);
    private static final SqlReturnTypeInference INSTANT_OR_NULL = ReturnTypes.explicit(
                    SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, MILLISECONDS)
            .andThen(SqlTypeTransforms.FORCE_NULLABLE);
    private static final SqlReturnTypeInference TIMESTAMP_OR_NULL =
            ReturnTypes.explicit(SqlTypeName.TIMESTAMP, MILLISECONDS).andThen(SqlTypeTransforms.FORCE_NULLABLE);
    private static final SqlReturnTypeInference DATE_OR_NULL =
            ReturnTypes.DATE.andThen(SqlTypeTransforms.FORCE_NULLABLE);

    /** The time as an instant, read once per batch. */
    static final SqlOperator CURRENT_TIMESTAMP =
            new CurrentTime("CURRENT_TIMESTAMP", SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE);

    static final SqlOperator LOCALTIMESTAMP = new CurrentTime("LOCALTIMESTAMP", SqlTypeName.TIMESTAMP);

    /** The processing time: as {@link #CURRENT_TIMESTAMP}, and recognised by the planner as a time attribute. */
    static final SqlFunction PROCTIME = now("PROCTIME");

    static final SqlFunction RTRIM = text("RTRIM", TEXT, lastOptional(CHARACTER, CHARACTER));

    private WeirFunctions() {}

    /** CURRENT_TIMESTAMP and LOCALTIMESTAMP with milliseconds, where Calcite's have seconds. */
    private static final class CurrentTime extends SqlAbstractTimeFunction {
        private final SqlTypeName typeName;

        CurrentTime(String name, SqlTypeName typeName) {
            super(name, typeName);
            this.typeName = typeName;
        }

        @Override
        public RelDataType inferReturnType(SqlOperatorBinding binding) {
            return binding.getOperandCount() == 0
                    ? binding.getTypeFactory().createSqlType(typeName, MILLISECONDS)
                    : super.inferReturnType(binding);
        }
    }

    /** As Calcite's, but with room for the digit that rounding up may add: 9.99 of DECIMAL(3, 2) becomes 10.00. */
    private static RelDataType rounded(SqlOperatorBinding binding) {
        RelDataType type = binding.getOperandType(0);
        int most = binding.getTypeFactory().getTypeSystem().getMaxPrecision(SqlTypeName.DECIMAL);
        RelDataType wide = type.getSqlTypeName() == SqlTypeName.DECIMAL && type.getPrecision() < most
                ? binding.getTypeFactory().createSqlType(SqlTypeName.DECIMAL, type.getPrecision() + 1, type.getScale())
                : type;
        boolean isNullable = binding.collectOperandTypes().stream().anyMatch(RelDataType::isNullable);
        return binding.getTypeFactory().createTypeWithNullability(wide, isNullable);
    }

    private static SqlFunction now(String name) {
        return SqlBasicFunction.create(
                        name,
                        ReturnTypes.explicit(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, MILLISECONDS),
                        OperandTypes.NILADIC,
                        SqlFunctionCategory.TIMEDATE)
                .withDynamic(true);
    }

    private static SqlBasicFunction text(String name, SqlReturnTypeInference type, SqlOperandTypeChecker operands) {
        return SqlBasicFunction.create(name, type, operands, SqlFunctionCategory.STRING);
    }

    private static SqlBasicFunction time(String name, SqlReturnTypeInference type, SqlOperandTypeChecker operands) {
        return SqlBasicFunction.create(name, type, operands, SqlFunctionCategory.TIMEDATE);
    }

    private static SqlBasicFunction number(String name, SqlReturnTypeInference type, SqlOperandTypeChecker operands) {
        return SqlBasicFunction.create(name, type, operands, SqlFunctionCategory.NUMERIC);
    }

    private static SqlOperandTypeChecker family(SqlTypeFamily... families) {
        return OperandTypes.family(families);
    }

    /**
     * The last of the families may be left out. Not one checker with an optional operand: Calcite's checks nothing when
     * the operand is missing.
     */
    private static SqlOperandTypeChecker lastOptional(SqlTypeFamily... families) {
        return OperandTypes.or(family(families), family(Arrays.copyOf(families, families.length - 1)));
    }

    static List<SqlOperator> all() {
        List<SqlOperator> all = new ArrayList<>();
        all.addAll(textFunctions());
        all.addAll(encodings());
        all.addAll(regularExpressions());
        all.addAll(times());
        all.add(number("LOG", ReturnTypes.DOUBLE_NULLABLE, lastOptional(NUMERIC, NUMERIC)));
        all.add(number("ROUND", WeirFunctions::rounded, lastOptional(NUMERIC, INTEGER)));
        all.add(number("LOG2", ReturnTypes.DOUBLE_NULLABLE, family(NUMERIC)));
        all.add(number("BIN", TEXT, family(INTEGER)));
        // PostgreSQL's name and Flink's, whose own is a keyword of the standard grammar and has to be quoted there.
        for (String name : List.of("GEN_RANDOM_UUID", "UUID")) {
            all.add(text(name, ReturnTypes.VARCHAR, OperandTypes.NILADIC).withDeterministic(false));
        }
        return all;
    }

    private static List<SqlOperator> textFunctions() {
        SqlReturnTypeInference integer = ReturnTypes.INTEGER_NULLABLE;
        SqlReturnTypeInference bool = ReturnTypes.BOOLEAN_NULLABLE;
        return List.of(
                text("LENGTH", integer, family(CHARACTER)),
                text("LEN", integer, family(CHARACTER)),
                text("BIT_LENGTH", integer, family(STRING)),
                // Calcite's takes no text, the standard's does.
                text("OCTET_LENGTH", integer, family(STRING)),
                text("SUBSTR", TEXT, lastOptional(CHARACTER, INTEGER, INTEGER)),
                text("LEFT", TEXT, family(CHARACTER, INTEGER)),
                text("RIGHT", TEXT, family(CHARACTER, INTEGER)),
                text("LTRIM", TEXT, lastOptional(CHARACTER, CHARACTER)),
                RTRIM,
                text("BTRIM", TEXT, lastOptional(CHARACTER, CHARACTER)),
                text("LPAD", TEXT, lastOptional(CHARACTER, INTEGER, CHARACTER)),
                text("RPAD", TEXT, lastOptional(CHARACTER, INTEGER, CHARACTER)),
                text("REPEAT", TEXT, family(CHARACTER, INTEGER)),
                text("SPACE", TEXT, family(INTEGER)),
                text("REVERSE", TEXT, family(CHARACTER)),
                text("STARTS_WITH", bool, family(CHARACTER, CHARACTER)),
                text("ENDS_WITH", bool, family(CHARACTER, CHARACTER)),
                text("STARTSWITH", bool, family(CHARACTER, CHARACTER)),
                text("ENDSWITH", bool, family(CHARACTER, CHARACTER)),
                text("LOCATE", integer, lastOptional(CHARACTER, CHARACTER, INTEGER)),
                text("INSTR", integer, family(CHARACTER, CHARACTER)),
                text("STRPOS", integer, family(CHARACTER, CHARACTER)),
                text("SPLIT_INDEX", TEXT_OR_NULL, family(CHARACTER, CHARACTER, INTEGER)),
                text("SPLIT_PART", TEXT, family(CHARACTER, CHARACTER, INTEGER)),
                text("CHR", TEXT, family(INTEGER)),
                text(
                        "CONCAT",
                        TEXT,
                        OperandTypes.repeat(
                                org.apache.calcite.sql.type.SqlOperandCountRanges.from(1), OperandTypes.CHARACTER)),
                text(
                        "CONCAT_WS",
                        ReturnTypes.VARCHAR.andThen(SqlTypeTransforms.ARG0_NULLABLE),
                        OperandTypes.repeat(
                                org.apache.calcite.sql.type.SqlOperandCountRanges.from(2), OperandTypes.CHARACTER)));
    }

    private static List<SqlOperator> encodings() {
        return List.of(
                text("MD5", TEXT, family(STRING)),
                text("SHA1", TEXT, family(STRING)),
                text("SHA224", TEXT, family(STRING)),
                text("SHA256", TEXT, family(STRING)),
                text("SHA384", TEXT, family(STRING)),
                text("SHA512", TEXT, family(STRING)),
                text("SHA2", TEXT, family(STRING, INTEGER)),
                text("TO_BASE64", TEXT, family(STRING)),
                text("FROM_BASE64", TEXT_OR_NULL, family(CHARACTER)),
                text("HEX", TEXT, OperandTypes.or(family(STRING), family(INTEGER))),
                text("TO_HEX", TEXT, family(STRING)),
                text("UNHEX", BYTES.andThen(SqlTypeTransforms.FORCE_NULLABLE), family(CHARACTER)),
                text("FROM_HEX", BYTES.andThen(SqlTypeTransforms.FORCE_NULLABLE), family(CHARACTER)),
                text("ENCODE", BYTES, family(CHARACTER, CHARACTER)),
                text("DECODE", TEXT, family(SqlTypeFamily.BINARY, CHARACTER)));
    }

    private static List<SqlOperator> regularExpressions() {
        SqlReturnTypeInference bool = ReturnTypes.BOOLEAN_NULLABLE;
        return List.of(
                text("REGEXP", bool, family(CHARACTER, CHARACTER)),
                text("REGEXP_LIKE", bool, family(CHARACTER, CHARACTER)),
                text("REGEXP_EXTRACT", TEXT_OR_NULL, lastOptional(CHARACTER, CHARACTER, INTEGER)),
                text("REGEXP_REPLACE", TEXT, family(CHARACTER, CHARACTER, CHARACTER)),
                text("REGEXP_SUBSTR", TEXT_OR_NULL, family(CHARACTER, CHARACTER)),
                text("REGEXP_COUNT", ReturnTypes.INTEGER_NULLABLE, family(CHARACTER, CHARACTER)),
                text("REGEXP_INSTR", ReturnTypes.INTEGER_NULLABLE, family(CHARACTER, CHARACTER)));
    }

    private static List<SqlOperator> times() {
        // Not with an optional operand: alternatives of OperandTypes.or have to say how many operands they take.
        SqlOperandTypeChecker text = family(CHARACTER);
        SqlOperandTypeChecker textAndFormat = family(CHARACTER, CHARACTER);
        return List.of(
                CURRENT_TIMESTAMP,
                LOCALTIMESTAMP,
                PROCTIME,
                now("NOW"),
                now("CURRENT_ROW_TIMESTAMP"),
                time(
                        "DATE_FORMAT",
                        TEXT,
                        OperandTypes.or(
                                family(TIMESTAMP, CHARACTER),
                                family(SqlTypeFamily.DATE, CHARACTER),
                                family(CHARACTER, CHARACTER))),
                time("DATE_TRUNC", ReturnTypes.ARG1_NULLABLE, family(CHARACTER, TIMESTAMP)),
                time("TO_TIMESTAMP", TIMESTAMP_OR_NULL, OperandTypes.or(text, textAndFormat)),
                time("TO_DATE", DATE_OR_NULL, OperandTypes.or(text, textAndFormat)),
                time(
                        "TO_TIMESTAMP_LTZ",
                        INSTANT_OR_NULL,
                        OperandTypes.or(family(NUMERIC), family(NUMERIC, INTEGER), text, textAndFormat)),
                time("UNIX_TIMESTAMP", BIGINT_OR_NULL, OperandTypes.or(OperandTypes.NILADIC, text, textAndFormat))
                        .withDynamic(true),
                time("FROM_UNIXTIME", TEXT, lastOptional(NUMERIC, CHARACTER)),
                time("CONVERT_TZ", TEXT_OR_NULL, family(CHARACTER, CHARACTER, CHARACTER)));
    }
}
