SqlNode WeirCreateTable(Span s, boolean replace, boolean temporary) :
{
    final TableParts table = new TableParts();
}
{
    <TABLE>
    { table.replace = replace; table.temporary = temporary; }
    table.ifNotExists = WeirIfNotExists()
    table.name = CompoundIdentifier()
    [ table.elements = WeirTableElements() ]
    table.comment = WeirCommentOpt()
    [ <PARTITIONED> <BY> table.partitionKeys = ParenthesizedSimpleIdentifierList() ]
    table.optionList = WeirWithOpt()
    [
        <LIKE> table.like = CompoundIdentifier()
    |
        <AS> table.query = WeirQuery()
    ] {
        return table.build(s.end(this));
    }
}

SqlNodeList WeirTableElements() :
{
    final List<SqlNode> list = new ArrayList<SqlNode>();
    final Span s;
}
{
    <LPAREN> { s = span(); }
    WeirAddTableElement(list)
    ( <COMMA> WeirAddTableElement(list) )*
    <RPAREN> {
        return new SqlNodeList(list, s.end(this));
    }
}

void WeirAddTableElement(List<SqlNode> list) :
{
}
{
    LOOKAHEAD(2)
    WeirAddWatermark(list)
|
    WeirAddPrimaryKey(list)
|
    WeirAddColumn(list)
}

/** WATERMARK FOR ts AS ts - INTERVAL '5' SECOND */
void WeirAddWatermark(List<SqlNode> list) :
{
    final SqlIdentifier column;
    final SqlNode expression;
    final Span s;
}
{
    <WATERMARK> { s = span(); }
    <FOR> column = CompoundIdentifier()
    <AS> expression = Expression(ExprContext.ACCEPT_NON_QUERY) {
        list.add(new SqlWatermark(s.end(expression), column, expression));
    }
}

/** [CONSTRAINT name] PRIMARY KEY (a, b) [NOT ENFORCED] */
void WeirAddPrimaryKey(List<SqlNode> list) :
{
    SqlIdentifier name = null;
    final SqlNodeList columns;
    final boolean enforced;
    final Span s = Span.of();
}
{
    [ <CONSTRAINT> { s.add(this); } name = SimpleIdentifier() ]
    <PRIMARY> { s.add(this); } <KEY>
    columns = ParenthesizedSimpleIdentifierList()
    enforced = WeirEnforced() {
        list.add(new SqlPrimaryKey(s.end(this), name, columns, enforced));
    }
}

/** [NOT] ENFORCED. A key is enforced unless it says otherwise. */
boolean WeirEnforced() :
{
}
{
    LOOKAHEAD(2) <NOT> <ENFORCED> { return false; }
|
    <ENFORCED> { return true; }
|
    { return true; }
}

/** Also adds the key, where the column is declared PRIMARY KEY: as if it were written as a constraint. */
void WeirAddColumn(List<SqlNode> list) :
{
    final SqlIdentifier name;
    final SqlDataTypeSpec type;
    final SqlNode expression;
    final SqlLiteral comment;
}
{
    name = SimpleIdentifier()
    (
        <AS> expression = Expression(ExprContext.ACCEPT_NON_QUERY)
        comment = WeirCommentOpt() {
            list.add(new SqlComputedColumn(Span.of(name).end(this), name, expression, comment));
        }
    |
        type = WeirColumnType()
        WeirAddTypedColumn(list, name, type)
    )
}

void WeirAddTypedColumn(List<SqlNode> list, SqlIdentifier name, SqlDataTypeSpec type) :
{
    final TableParts.Column column = new TableParts.Column(name, type);
}
{
    (
        LOOKAHEAD(2)
        <NOT> <NULL> { column.nullable(false, getPos()); }
    |
        <NULL> { column.nullable(true, getPos()); }
    |
        <METADATA> { column.metadata(getPos()); }
        [ <FROM> column.metadataKey = WeirString() ]
        [ <VIRTUAL> { column.virtual = true; } ]
    |
        <DEFAULT_> column.defaultValue = Expression(ExprContext.ACCEPT_NON_QUERY)
    |
        <PRIMARY> <KEY> { column.primaryKey(getPos()); }
        column.keyEnforced = WeirEnforced()
    |
        <COMMENT> column.comment = WeirString()
    )* {
        column.addTo(list, Span.of(name).end(this));
    }
}
