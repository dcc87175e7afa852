/** The types that Calcite's grammar lacks, and those whose parts may be declared NOT NULL. */
SqlTypeNameSpec WeirTypeName() :
{
    final SqlTypeNameSpec type;
    final Span s;
    int precision = -1;
}
{
    <STRING> {
        return new SqlBasicTypeNameSpec(SqlTypeName.VARCHAR, getPos());
    }
|
    <BYTES> {
        return new SqlBasicTypeNameSpec(SqlTypeName.VARBINARY, getPos());
    }
|
    <TIMESTAMP_LTZ> { s = span(); }
    precision = PrecisionOpt() {
        return new SqlBasicTypeNameSpec(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, precision, s.end(this));
    }
|
    type = WeirArrayType() { return type; }
|
    type = WeirMapType() { return type; }
|
    type = WeirRowType() { return type; }
}

SqlTypeNameSpec WeirArrayType() :
{
    final SqlDataTypeSpec element;
    final Span s;
}
{
    <ARRAY> { s = span(); }
    <LT> element = WeirNestedType() <GT> {
        return new SqlArrayTypeSpec(element, s.end(this));
    }
}

SqlTypeNameSpec WeirMapType() :
{
    final SqlDataTypeSpec key;
    final SqlDataTypeSpec value;
    final Span s;
}
{
    <MAP> { s = span(); }
    <LT> key = WeirNestedType() <COMMA> value = WeirNestedType() <GT> {
        return new SqlMapTypeSpec(key, value, s.end(this));
    }
}

SqlTypeNameSpec WeirRowType() :
{
    final List<SqlIdentifier> names = new ArrayList<SqlIdentifier>();
    final List<SqlDataTypeSpec> types = new ArrayList<SqlDataTypeSpec>();
    final Span s;
}
{
    <ROW> { s = span(); }
    (
        <LT> WeirRowFields(names, types) <GT>
    |
        <LPAREN> WeirRowFields(names, types) <RPAREN>
    ) {
        return new SqlRowTypeSpec(names, types, s.end(this));
    }
}

void WeirRowFields(List<SqlIdentifier> names, List<SqlDataTypeSpec> types) :
{
}
{
    WeirRowField(names, types)
    ( <COMMA> WeirRowField(names, types) )*
}

void WeirRowField(List<SqlIdentifier> names, List<SqlDataTypeSpec> types) :
{
    final SqlIdentifier name;
    final SqlDataTypeSpec type;
}
{
    name = SimpleIdentifier()
    type = WeirNestedType()
    {
        names.add(name);
        types.add(type);
    }
}

/** A type inside another one: nullable unless it says NOT NULL. */
SqlDataTypeSpec WeirNestedType() :
{
    final SqlDataTypeSpec type;
    final boolean nullable;
}
{
    type = WeirColumnType()
    nullable = NullableOptDefaultTrue() {
        return type.withNullable(nullable, getPos());
    }
}

/**
 * The type of a column. Intervals are here and not in WeirTypeName, because Calcite has productions of its own for
 * CAST(x AS INTERVAL ...).
 */
SqlDataTypeSpec WeirColumnType() :
{
    final SqlDataTypeSpec type;
    final SqlIntervalQualifier qualifier;
    final Span s;
}
{
    <INTERVAL> { s = span(); }
    qualifier = IntervalQualifier() {
        return new SqlDataTypeSpec(new SqlIntervalTypeSpec(qualifier, s.end(this)), s.pos());
    }
|
    type = DataType() { return type; }
}
