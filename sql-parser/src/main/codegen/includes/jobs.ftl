SqlNode WeirCreateJob(Span s) :
{
    final JobParts job = new JobParts();
}
{
    <JOB>
    job.ifNotExists = WeirIfNotExists()
    job.name = SimpleIdentifier()
    [ <FROM> job.restorePoint = WeirRestorePoint() ]
    job.optionList = WeirWithOpt()
    <AS>
    { Grammar.requireInsert(getToken(1).image, getToken(1).beginLine, getToken(1).beginColumn); }
    (
        WeirAddInsert(job.inserts)
    |
        <BEGIN>
        WeirAddInsert(job.inserts)
        ( LOOKAHEAD(2) <SEMICOLON> WeirAddInsert(job.inserts) )*
        [ <SEMICOLON> ]
        <END>
    ) {
        return job.build(s.end(this));
    }
}

void WeirAddInsert(List<SqlNode> list) :
{
    final SqlNode insert;
}
{
    insert = SqlInsert() { list.add(insert); }
}

/** SAVEPOINT name, SAVEPOINT 'path', CHECKPOINT 7 or CHECKPOINT 'path' */
SqlRestorePoint WeirRestorePoint() :
{
    final Span s;
    final SqlNode value;
}
{
    <SAVEPOINT> { s = span(); }
    value = WeirNameOrPath() {
        return new SqlRestorePoint(s.end(value), RestoreKind.SAVEPOINT, value);
    }
|
    <CHECKPOINT> { s = span(); }
    ( value = WeirNumber() | value = WeirString() ) {
        return new SqlRestorePoint(s.end(value), RestoreKind.CHECKPOINT, value);
    }
}

SqlNode WeirNameOrPath() :
{
    final SqlNode value;
}
{
    value = SimpleIdentifier() { return value; }
|
    value = WeirString() { return value; }
}

SqlNumericLiteral WeirNumber() :
{
}
{
    <UNSIGNED_INTEGER_LITERAL> {
        return Grammar.number(token.image, getPos());
    }
}

/** STOP JOB j [WITH SAVEPOINT [s | 'path']] [WITH DRAIN] */
SqlNode WeirStopJob() :
{
    final Span s;
    final boolean ifExists;
    final SqlIdentifier name;
    boolean savepoint = false;
    SqlNode target = null;
    boolean drain = false;
}
{
    <STOP> { s = span(); } <JOB>
    ifExists = WeirIfExists()
    name = SimpleIdentifier()
    [
        LOOKAHEAD(2)
        <WITH> <SAVEPOINT> { savepoint = true; }
        [ target = WeirNameOrPath() ]
    ]
    [ <WITH> <DRAIN> { drain = true; } ] {
        return new SqlStopJob(s.end(this), ifExists, name, savepoint, target, drain);
    }
}

/** CREATE SAVEPOINT s FOR JOB j [WITH (...)] */
SqlNode WeirCreateSavepoint(Span s) :
{
    final SqlIdentifier name;
    final SqlIdentifier job;
    final SqlNodeList optionList;
}
{
    <SAVEPOINT> name = SimpleIdentifier()
    <FOR> <JOB> job = SimpleIdentifier()
    optionList = WeirWithOpt() {
        return new SqlCreateSavepoint(s.end(this), name, job, optionList);
    }
}

/** ALTER JOB j SUSPEND | RESUME | RESTART | SET (...) | RESET (...) | RESTORE FROM ... */
SqlNode WeirAlterJob(Span s) :
{
    final boolean ifExists;
    final SqlIdentifier name;
    final SqlNode action;
}
{
    <JOB>
    ifExists = WeirIfExists()
    name = SimpleIdentifier()
    (
        action = WeirSetOptions()
    |
        action = WeirResetOptions()
    |
        action = WeirJobCommand()
    |
        action = WeirRestoreFrom()
    ) {
        return new SqlAlterJob(s.end(action), ifExists, name, action);
    }
}

SqlNode WeirJobCommand() :
{
}
{
    <SUSPEND> { return new SqlJobCommand(getPos(), JobCommand.SUSPEND); }
|
    <RESUME> { return new SqlJobCommand(getPos(), JobCommand.RESUME); }
|
    <RESTART> { return new SqlJobCommand(getPos(), JobCommand.RESTART); }
}

SqlNode WeirRestoreFrom() :
{
    final Span s;
    final SqlRestorePoint point;
    final SqlLiteral path;
}
{
    <RESTORE> { s = span(); } <FROM>
    (
        point = WeirRestorePoint() {
            return new SqlRestoreFrom(s.end(point), point);
        }
    |
        path = WeirString() {
            return new SqlRestoreFrom(s.end(path),
                new SqlRestorePoint(path.getParserPosition(), RestoreKind.PATH, path));
        }
    )
}
