package io.weir.spi.error;

/**
 * Every kind of error that a user can see, with its class, its SQLSTATE (SQL:2016 part 2, table 38, and PostgreSQL's)
 * and a number.
 */
public enum ErrorCode {
    SYNTAX_ERROR(1001, ErrorClass.USER, "42601"),
    STATEMENT_TOO_COMPLEX(1002, ErrorClass.USER, "54001"),
    STATEMENT_TOO_LARGE(1003, ErrorClass.USER, "54000"),
    VALIDATION_ERROR(1010, ErrorClass.USER, "42000"),
    UNKNOWN_TABLE(1011, ErrorClass.USER, "42P01"),
    UNKNOWN_COLUMN(1012, ErrorClass.USER, "42703"),
    UNKNOWN_FUNCTION(1013, ErrorClass.USER, "42883"),
    TYPE_MISMATCH(1014, ErrorClass.USER, "42804"),
    AMBIGUOUS_NAME(1015, ErrorClass.USER, "42702"),
    DUPLICATE_OBJECT(1016, ErrorClass.USER, "42710"),
    UNKNOWN_OBJECT(1017, ErrorClass.USER, "42704"),
    OBJECT_IN_USE(1018, ErrorClass.USER, "55006"),
    WRONG_OBJECT_STATE(1019, ErrorClass.USER, "55000"),
    UNSUPPORTED_FEATURE(1020, ErrorClass.USER, "0A000"),
    UNBOUNDED_QUERY(1021, ErrorClass.USER, "0A000"),
    UNKNOWN_OPTION(1030, ErrorClass.USER, "42704"),
    OPTION_VALUE(1031, ErrorClass.USER, "22023"),
    MISSING_OPTION(1032, ErrorClass.USER, "22023"),
    PARAMETER_VALUE(1033, ErrorClass.USER, "22023"),
    NOT_NULL_VIOLATION(1040, ErrorClass.USER, "23502"),
    UNIQUE_VIOLATION(1041, ErrorClass.USER, "23505"),
    SERIALIZATION_FAILURE(1042, ErrorClass.USER, "40001"),
    DIVISION_BY_ZERO(1050, ErrorClass.USER, "22012"),
    NUMERIC_OVERFLOW(1051, ErrorClass.USER, "22003"),
    CAST_FAILURE(1052, ErrorClass.USER, "22018"),
    DATETIME_VALUE(1053, ErrorClass.USER, "22007"),
    STRING_TOO_LONG(1054, ErrorClass.USER, "22001"),
    ROW_ERROR(1055, ErrorClass.USER, "22000"),
    MALFORMED_RECORD(1056, ErrorClass.USER, "22030"),
    CARDINALITY_VIOLATION(1057, ErrorClass.USER, "21000"),
    TEXT_ENCODING(1058, ErrorClass.USER, "22021"),
    UNAUTHORIZED(1060, ErrorClass.USER, "28000"),
    QUERY_CANCELLED(1061, ErrorClass.USER, "57014"),
    QUERY_TIMEOUT(1062, ErrorClass.USER, "57014"),
    UNKNOWN_CONNECTION(1063, ErrorClass.USER, "08003"),
    UNKNOWN_STATEMENT(1064, ErrorClass.USER, "26000"),
    INCOMPATIBLE_STATE(1070, ErrorClass.USER, "55000"),

    MEMORY_EXHAUSTED(2001, ErrorClass.RESOURCE, "53200"),
    DISK_FULL(2002, ErrorClass.RESOURCE, "53100"),
    TOO_MANY_CONNECTIONS(2003, ErrorClass.RESOURCE, "53300"),
    LIMIT_EXCEEDED(2004, ErrorClass.RESOURCE, "54000"),
    DATA_DIRECTORY_IN_USE(2005, ErrorClass.RESOURCE, "55006"),
    SERVER_SHUTTING_DOWN(2006, ErrorClass.RESOURCE, "57P01"),

    CONNECTOR_UNREACHABLE(3001, ErrorClass.EXTERNAL, "08001"),
    CONNECTOR_FAILURE(3002, ErrorClass.EXTERNAL, "58000"),
    STORAGE_UNREACHABLE(3003, ErrorClass.EXTERNAL, "58030"),
    STORAGE_CORRUPT(3004, ErrorClass.EXTERNAL, "XX001"),
    DATA_LOST_UPSTREAM(3005, ErrorClass.EXTERNAL, "58000"),
    CHECKPOINT_FAILURE(3006, ErrorClass.EXTERNAL, "58000"),

    INTERNAL_ERROR(9001, ErrorClass.INTERNAL, "XX000");

    private final int number;
    private final ErrorClass errorClass;
    private final String sqlState;

    ErrorCode(int number, ErrorClass errorClass, String sqlState) {
        this.number = number;
        this.errorClass = errorClass;
        this.sqlState = sqlState;
    }

    /** The vendor code of the {@link java.sql.SQLException}. */
    public int number() {
        return number;
    }

    public ErrorClass errorClass() {
        return errorClass;
    }

    public String sqlState() {
        return sqlState;
    }
}
