SqlNode WeirCreate() :
{
    final Span s;
    boolean replace = false;
    boolean temporary = false;
    SqlNode statement;
}
{
    <CREATE> { s = span(); }
    [ <OR> <REPLACE> { replace = true; } ]
    (
        [ <TEMPORARY> { temporary = true; } ]
        (
            statement = WeirCreateTable(s, replace, temporary)
        |
            statement = WeirCreateView(s, replace, temporary)
        )
    |
        { Grammar.refuseReplace(replace, s.end(this), "materialized view"); }
        statement = WeirCreateMaterializedView(s)
    |
        { Grammar.refuseReplace(replace, s.end(this), "job"); }
        statement = WeirCreateJob(s)
    |
        { Grammar.refuseReplace(replace, s.end(this), "savepoint"); }
        statement = WeirCreateSavepoint(s)
    |
        statement = WeirCreateSecret(s, replace)
    ) {
        return statement;
    }
}

SqlNode WeirCreateView(Span s, boolean replace, boolean temporary) :
{
    final boolean ifNotExists;
    final SqlIdentifier name;
    final SqlNodeList columns;
    final SqlLiteral comment;
    final SqlNode query;
}
{
    <VIEW>
    ifNotExists = WeirIfNotExists()
    name = CompoundIdentifier()
    columns = WeirNamesOpt()
    comment = WeirCommentOpt()
    <AS> query = WeirQuery() {
        return new SqlCreateView(s.end(this), replace, temporary, ifNotExists, name, columns, comment, query);
    }
}

SqlNode WeirCreateMaterializedView(Span s) :
{
    final boolean ifNotExists;
    final SqlIdentifier name;
    final SqlNodeList columns;
    final SqlLiteral comment;
    final SqlNodeList optionList;
    final SqlNode query;
}
{
    <MATERIALIZED> <VIEW>
    ifNotExists = WeirIfNotExists()
    name = CompoundIdentifier()
    columns = WeirNamesOpt()
    comment = WeirCommentOpt()
    optionList = WeirWithOpt()
    <AS> query = WeirQuery() {
        return new SqlCreateMaterializedView(s.end(this), ifNotExists, name, columns, comment, optionList, query);
    }
}

SqlNode WeirCreateSecret(Span s, boolean replace) :
{
    final boolean ifNotExists;
    final SqlIdentifier name;
    final SqlLiteral value;
}
{
    <SECRET>
    ifNotExists = WeirIfNotExists()
    name = SimpleIdentifier()
    <AS> value = WeirString() {
        return new SqlCreateSecret(s.end(this), replace, ifNotExists, name, value);
    }
}

SqlNode WeirDrop() :
{
    final Span s;
    final ObjectKind kind;
    final boolean ifExists;
    final SqlIdentifier name;
}
{
    <DROP> { s = span(); }
    (
        <TABLE> { kind = ObjectKind.TABLE; }
    |
        <VIEW> { kind = ObjectKind.VIEW; }
    |
        <MATERIALIZED> <VIEW> { kind = ObjectKind.MATERIALIZED_VIEW; }
    |
        <JOB> { kind = ObjectKind.JOB; }
    |
        <SAVEPOINT> { kind = ObjectKind.SAVEPOINT; }
    |
        <SECRET> { kind = ObjectKind.SECRET; }
    )
    ifExists = WeirIfExists()
    name = CompoundIdentifier() {
        return new SqlDropObject(s.end(this), kind, ifExists, name);
    }
}
