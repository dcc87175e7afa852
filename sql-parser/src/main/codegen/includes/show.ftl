SqlNode WeirShow() :
{
    final Span s;
    final SqlNode statement;
}
{
    <SHOW> { s = span(); }
    (
        statement = WeirShowCreate(s)
    |
        statement = WeirShowCheckpoints(s)
    |
        statement = WeirShowColumns(s)
    |
        statement = WeirShowObjects(s)
    ) {
        return statement;
    }
}

SqlNode WeirShowObjects(Span s) :
{
    final ShowKind kind;
    final SqlLiteral pattern;
}
{
    (
        <TABLES> { kind = ShowKind.TABLES; }
    |
        <VIEWS> { kind = ShowKind.VIEWS; }
    |
        <MATERIALIZED> <VIEWS> { kind = ShowKind.MATERIALIZED_VIEWS; }
    |
        <JOBS> { kind = ShowKind.JOBS; }
    |
        <SAVEPOINTS> { kind = ShowKind.SAVEPOINTS; }
    |
        <FUNCTIONS> { kind = ShowKind.FUNCTIONS; }
    |
        <CONNECTORS> { kind = ShowKind.CONNECTORS; }
    |
        <SESSIONS> { kind = ShowKind.SESSIONS; }
    )
    pattern = WeirLikeOpt() {
        return new SqlShowObjects(s.end(this), kind, pattern);
    }
}

SqlLiteral WeirLikeOpt() :
{
    final SqlLiteral pattern;
}
{
    <LIKE> pattern = WeirString() { return pattern; }
|
    { return null; }
}

SqlNode WeirShowCreate(Span s) :
{
    final ObjectKind kind;
    final SqlIdentifier name;
}
{
    <CREATE>
    (
        <TABLE> { kind = ObjectKind.TABLE; }
    |
        <VIEW> { kind = ObjectKind.VIEW; }
    |
        <MATERIALIZED> <VIEW> { kind = ObjectKind.MATERIALIZED_VIEW; }
    |
        <JOB> { kind = ObjectKind.JOB; }
    )
    name = CompoundIdentifier() {
        return new SqlShowCreate(s.end(name), kind, name);
    }
}

SqlNode WeirShowCheckpoints(Span s) :
{
    final SqlIdentifier job;
}
{
    <CHECKPOINTS> <FOR> <JOB> job = SimpleIdentifier() {
        return new SqlShowCheckpoints(s.end(job), job);
    }
}

SqlNode WeirShowColumns(Span s) :
{
    final SqlIdentifier table;
    final SqlLiteral pattern;
}
{
    <COLUMNS> ( <FROM> | <IN> ) table = CompoundIdentifier()
    pattern = WeirLikeOpt() {
        return new SqlShowColumns(s.end(this), table, pattern);
    }
}

/** DESCRIBE | DESC [EXTENDED] t */
SqlNode WeirDescribe() :
{
    final Span s;
    boolean extended = false;
    final SqlIdentifier name;
}
{
    ( <DESCRIBE> | <DESC> ) { s = span(); }
    [ <TABLE> ]
    [ LOOKAHEAD( <EXTENDED> CompoundIdentifier() ) <EXTENDED> { extended = true; } ]
    name = CompoundIdentifier() {
        return new SqlDescribe(s.end(name), extended, name);
    }
}

/** EXPLAIN [LOGICAL | PHYSICAL | JOB GRAPH | ALL] [PLAN FOR] statement, or EXPLAIN CHECKPOINT 7 FOR JOB j */
SqlNode WeirExplain() :
{
    final Span s;
    ExplainDetail detail = ExplainDetail.DEFAULT;
    final SqlNode statement;
    final SqlNumericLiteral checkpoint;
    final SqlIdentifier job;
}
{
    <EXPLAIN> {
        s = span();
        Grammar.requireExplainable(true, getToken(1).image, getToken(1).beginLine, getToken(1).beginColumn);
    }
    (
        LOOKAHEAD(2)
        <CHECKPOINT> checkpoint = WeirNumber() <FOR> <JOB> job = SimpleIdentifier() {
            return new SqlExplainCheckpoint(s.end(job), checkpoint, job);
        }
    |
        [
            // These words are names too, but no query starts with a name.
            LOOKAHEAD(1)
            (
                <LOGICAL> { detail = ExplainDetail.LOGICAL; }
            |
                <PHYSICAL> { detail = ExplainDetail.PHYSICAL; }
            |
                <JOB> <GRAPH> { detail = ExplainDetail.JOB_GRAPH; }
            |
                <ALL> { detail = ExplainDetail.ALL; }
            )
        ]
        [ LOOKAHEAD(1) <PLAN> <FOR> ]
        { Grammar.requireExplainable(false, getToken(1).image, getToken(1).beginLine, getToken(1).beginColumn); }
        (
            statement = WeirCreate()
        |
            statement = SqlQueryOrDml()
        ) {
            return new SqlExplainStatement(s.end(this), detail, statement);
        }
    )
}
