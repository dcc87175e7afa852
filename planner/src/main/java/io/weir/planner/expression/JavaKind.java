package io.weir.planner.expression;

import io.weir.spi.data.DataType;
import io.weir.spi.data.TypeKind;

/** How generated code holds a value of a type in a variable. */
enum JavaKind {
    BOOLEAN("boolean", "Boolean", "false"),
    INT("int", "Integer", "0"),
    LONG("long", "Long", "0L"),
    DOUBLE("double", "Double", "0.0"),
    /** Text and binary: a reused {@link io.weir.planner.expression.support.Text}. */
    TEXT("Text", "Text", "null"),
    /** DECIMAL beyond 18 digits. */
    DECIMAL("java.math.BigDecimal", "java.math.BigDecimal", "null"),
    OBJECT("Object", "Object", "null");

    private final String javaType;
    private final String boxedType;
    private final String whenNull;

    JavaKind(String javaType, String boxedType, String whenNull) {
        this.javaType = javaType;
        this.boxedType = boxedType;
        this.whenNull = whenNull;
    }

    static JavaKind of(DataType type) {
        return switch (type.form()) {
            case BOOLEANS -> BOOLEAN;
            case INTS -> INT;
            case LONGS -> LONG;
            case DOUBLES -> DOUBLE;
            case BYTES -> TEXT;
            case OBJECTS -> type.kind() == TypeKind.DECIMAL ? DECIMAL : OBJECT;
        };
    }

    String javaType() {
        return javaType;
    }

    String boxedType() {
        return boxedType;
    }

    /** What a variable holds while its value is null. */
    String whenNull() {
        return whenNull;
    }

    boolean isPrimitive() {
        return ordinal() <= DOUBLE.ordinal();
    }
}
