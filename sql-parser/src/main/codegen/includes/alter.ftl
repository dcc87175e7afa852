SqlNode WeirAlter() :
{
    final Span s;
    final SqlNode statement;
}
{
    <ALTER> { s = span(); }
    (
        statement = WeirAlterTable(s)
    |
        statement = WeirAlterJob(s)
    ) {
        return statement;
    }
}

/** ALTER TABLE t SET (...) | RESET (...) | RENAME TO u | RENAME a TO b | ADD [COLUMN] ... | DROP [COLUMN] a */
SqlNode WeirAlterTable(Span s) :
{
    final boolean ifExists;
    final SqlIdentifier name;
    final SqlNode action;
}
{
    <TABLE>
    ifExists = WeirIfExists()
    name = CompoundIdentifier()
    (
        action = WeirSetOptions()
    |
        action = WeirResetOptions()
    |
        action = WeirRename()
    |
        action = WeirAddColumns()
    |
        action = WeirDropColumn()
    ) {
        return new SqlAlterTable(s.end(action), ifExists, name, action);
    }
}

SqlNode WeirSetOptions() :
{
    final Span s;
    final SqlNodeList optionList;
}
{
    <SET> { s = span(); }
    optionList = WeirOptions() {
        return new SqlSetOptions(s.end(optionList), optionList);
    }
}

SqlNode WeirResetOptions() :
{
    final Span s;
    final SqlNodeList keys;
}
{
    <RESET> { s = span(); }
    keys = WeirOptionKeys() {
        return new SqlResetOptions(s.end(keys), keys);
    }
}

SqlNode WeirRename() :
{
    final Span s;
    SqlIdentifier column = null;
    final SqlIdentifier name;
}
{
    <RENAME> { s = span(); }
    [ [ LOOKAHEAD(2) <COLUMN> ] column = SimpleIdentifier() ]
    <TO> name = SimpleIdentifier() {
        return new SqlRename(s.end(name), column, name);
    }
}

/** ADD [COLUMN] c INTEGER, or ADD (c INTEGER, d STRING) */
SqlNode WeirAddColumns() :
{
    final Span s;
    final List<SqlNode> list = new ArrayList<SqlNode>();
    SqlNodeList elements = null;
}
{
    <ADD> { s = span(); }
    (
        elements = WeirTableElements()
    |
        [ <COLUMN> ] WeirAddColumn(list)
    ) {
        return new SqlAddColumns(s.end(this), elements == null ? new SqlNodeList(list, s.end(this)) : elements);
    }
}

SqlNode WeirDropColumn() :
{
    final Span s;
    final SqlIdentifier column;
}
{
    <DROP> { s = span(); }
    [ <COLUMN> ]
    column = SimpleIdentifier() {
        return new SqlDropColumn(s.end(column), column);
    }
}
