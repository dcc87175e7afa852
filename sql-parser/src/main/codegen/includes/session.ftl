/** SET | SET 'key' = 'value' | SET key = value */
SqlNode WeirSet() :
{
    final Span s;
    SqlLiteral key = null;
    SqlLiteral value = null;
}
{
    <SET> { s = span(); }
    [
        LOOKAHEAD( { getToken(1).kind != EOF } )
        key = WeirOptionKey()
        <EQ>
        value = WeirSetValue()
    ] {
        return new SqlSet(s.end(this), key, value);
    }
}

/** Unlike in WITH, the value may come without quotes when it is one word or number: SET parallelism = 4. */
SqlLiteral WeirSetValue() :
{
    final SqlLiteral value;
}
{
    LOOKAHEAD( { Grammar.isBareValue(getToken(1).image) } )
    value = WeirBareValue() { return value; }
|
    value = WeirString() { return value; }
}

JAVACODE SqlLiteral WeirBareValue()
{
    getNextToken();
    return SqlLiteral.createCharString(token.image, getPos());
}

/** RESET | RESET ALL | RESET 'key' */
SqlNode WeirReset() :
{
    final Span s;
    SqlLiteral key = null;
}
{
    <RESET> { s = span(); }
    [
        LOOKAHEAD( { getToken(1).kind != EOF } )
        (
            <ALL>
        |
            key = WeirOptionKey()
        )
    ] {
        return new SqlReset(s.end(this), key);
    }
}

/** KILL QUERY 'id' */
SqlNode WeirKillQuery() :
{
    final Span s;
    final SqlNode id;
}
{
    <KILL> { s = span(); } <QUERY>
    ( id = WeirNumber() | id = WeirString() ) {
        return new SqlKillQuery(s.end(id), Grammar.asString(id));
    }
}
