/** x::INTEGER. Rewritten to CAST before anybody else sees it. */
void InfixCast(List<Object> list, ExprContext exprContext, Span s) :
{
    final SqlDataTypeSpec type;
}
{
    <INFIX_CAST> {
        checkNonQueryExpression(exprContext);
        s.clear().add(this);
    }
    type = DataType() {
        list.add(new SqlParserUtil.ToTreeListItem(SqlLibraryOperators.INFIX_CAST, s.pos()));
        list.add(type);
    }
}

/** The table argument of a table function: TABLE t, or TABLE (query), which means the query itself. */
SqlNode WeirTableArgument() :
{
    final SqlNode query;
    final SqlIdentifier name;
    final Span s;
}
{
    <TABLE> { s = span(); }
    (
        query = ParenthesizedExpression(ExprContext.ACCEPT_QUERY) { return query; }
    |
        name = CompoundIdentifier() {
            return SqlStdOperatorTable.EXPLICIT_TABLE.createCall(s.end(name), name);
        }
    )
}

/** Behind ALL ROWS PER MATCH: which rows beyond those of matches. */
SqlLiteral WeirAllRowsPerMatch(Span s) :
{
}
{
    <SHOW> <EMPTY> <MATCHES> { return new SqlAllRowsPerMatch(s.end(this), ShownMatches.SHOW_EMPTY_MATCHES); }
|
    <OMIT> <EMPTY> <MATCHES> { return new SqlAllRowsPerMatch(s.end(this), ShownMatches.OMIT_EMPTY_MATCHES); }
|
    <WITH> <UNMATCHED> <ROWS> { return new SqlAllRowsPerMatch(s.end(this), ShownMatches.WITH_UNMATCHED_ROWS); }
|
    { return SqlMatchRecognize.RowsPerMatchOption.ALL_ROWS.symbol(s.end(this)); }
}
