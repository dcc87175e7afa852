/** ( 'key' = 'value', ... ): the options of WITH and SET. */
SqlNodeList WeirOptions() :
{
    final List<SqlNode> list = new ArrayList<SqlNode>();
    final Span s;
}
{
    <LPAREN> { s = span(); }
    [
        WeirAddOption(list)
        ( <COMMA> WeirAddOption(list) )*
    ]
    <RPAREN> {
        return Grammar.distinctOptions(new SqlNodeList(list, s.end(this)));
    }
}

void WeirAddOption(List<SqlNode> list) :
{
    final SqlLiteral key;
    final SqlLiteral value;
}
{
    key = WeirOptionKey()
    <EQ>
    {
        Grammar.requireQuotedValue(key, getToken(1).image, getToken(1).beginLine, getToken(1).beginColumn);
    }
    value = WeirString() {
        list.add(new SqlOption(Span.of(key).end(this), key, value));
    }
}

/** ( 'key', ... ): the options of RESET. */
SqlNodeList WeirOptionKeys() :
{
    final List<SqlNode> list = new ArrayList<SqlNode>();
    SqlLiteral key;
    final Span s;
}
{
    <LPAREN> { s = span(); }
    key = WeirOptionKey() { list.add(key); }
    ( <COMMA> key = WeirOptionKey() { list.add(key); } )*
    <RPAREN> {
        return new SqlNodeList(list, s.end(this));
    }
}

/**
 * The name of an option: 'table.exec.state.ttl' or table.exec.state.ttl. Without quotes any word may be a part of it,
 * reserved or not, and words may be joined by hyphens (min-pause).
 */
SqlLiteral WeirOptionKey() :
{
    final SqlLiteral key;
}
{
    LOOKAHEAD( { Grammar.isWord(getToken(1).image) } )
    key = WeirDottedKey() { return key; }
|
    key = WeirString() { return key; }
}

JAVACODE SqlLiteral WeirDottedKey()
{
    final StringBuilder key = new StringBuilder(getNextToken().image);
    final Span s = span();
    while ((getToken(1).kind == DOT || getToken(1).kind == MINUS) && Grammar.isWord(getToken(2).image)) {
        key.append(getNextToken().image);
        key.append(getNextToken().image);
    }
    return SqlLiteral.createCharString(key.toString(), s.end(this));
}

/** A string literal in single quotes, on one or more lines. */
SqlLiteral WeirString() :
{
    final SqlNode string;
}
{
    string = StringLiteral() { return Grammar.string(string); }
}

boolean WeirIfNotExists() :
{
}
{
    LOOKAHEAD(3) <IF> <NOT> <EXISTS> { return true; }
|
    { return false; }
}

boolean WeirIfExists() :
{
}
{
    LOOKAHEAD(2) <IF> <EXISTS> { return true; }
|
    { return false; }
}

SqlNodeList WeirNamesOpt() :
{
    final SqlNodeList names;
}
{
    names = ParenthesizedSimpleIdentifierList() { return names; }
|
    { return SqlNodeList.EMPTY; }
}

SqlNodeList WeirWithOpt() :
{
    final SqlNodeList optionList;
}
{
    <WITH> optionList = WeirOptions() { return optionList; }
|
    { return SqlNodeList.EMPTY; }
}

SqlLiteral WeirCommentOpt() :
{
    final SqlLiteral comment;
}
{
    <COMMENT> comment = WeirString() { return comment; }
|
    { return null; }
}

SqlNode WeirQuery() :
{
    final SqlNode query;
}
{
    { Grammar.requireQuery(getToken(1).image, getToken(1).beginLine, getToken(1).beginColumn); }
    query = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY) { return query; }
}
