package io.weir.sqltests.logictest;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs one file: all its statements, and some of its queries, on tables; then again with some of these queries as
 * materialized views that were there before the rows.
 */
final class FileRun {
    private final String group;
    private final String name;
    private final List<LogicRecord> records;
    private final LogicSession session;
    private final Tally statements;
    private final Tally repeated = new Tally("statements again");

    FileRun(String group, String name, List<LogicRecord> records, LogicSession session, Tally statements) {
        this.group = group;
        this.name = name;
        this.records = records;
        this.session = session;
        this.statements = statements;
    }

    /**
     * A query that was answered right.
     *
     * @param rows what {@link Values#rows} gave
     */
    record Answered(LogicRecord.Query query, String rows) {}

    /**
     * Ends where a statement is refused by decision: what follows is about other rows.
     *
     * @return the queries that were answered right, in the order of the file
     */
    List<Answered> onTables(Set<LogicRecord.Query> chosen, Tally tally) throws SQLException {
        List<Answered> right = new ArrayList<>();
        int left = chosen.size();
        try {
            for (LogicRecord next : records) {
                if (left == 0) {
                    break;
                }
                if (next instanceof LogicRecord.Statement statement) {
                    if (!execute(statement, statements)) {
                        break;
                    }
                } else if (next instanceof LogicRecord.Query query && chosen.contains(query)) {
                    ask(query, tally).ifPresent(right::add);
                    left--;
                }
            }
        } finally {
            session.clear();
        }
        return right;
    }

    private Optional<Answered> ask(LogicRecord.Query query, Tally tally) {
        Values values = values(query, Dialect.query(query.sql()), tally);
        if (values == null) {
            return Optional.empty();
        }
        if (values.matches(query)) {
            tally.right(group);
            return Optional.of(new Answered(query, values.rows()));
        }
        if (Difference.isOfTypes(query)) {
            tally.differs(group, Difference.TYPES, describe(query));
        } else {
            wrong(query, query.expected().toString(), values, tally);
        }
        return Optional.empty();
    }

    /**
     * The views are made when all tables and views of the file are, before anything is written; each is read where its
     * query stands in the file. Its rows have no order, so they are compared with those that the query gave, not with
     * what stands in the file. Files that make something twice are left out.
     */
    void onViews(List<Answered> chosen, Tally tally) throws SQLException {
        List<String> made = records.stream()
                .flatMap(next -> Dialect.created(next.sql()).stream())
                .toList();
        if (new HashSet<>(made).size() < made.size()) {
            return;
        }
        Map<LogicRecord.Query, Answered> views = new LinkedHashMap<>();
        try {
            for (LogicRecord next : records) {
                if (next instanceof LogicRecord.Statement statement
                        && Dialect.created(statement.sql()).isPresent()) {
                    boolean unused = execute(statement, repeated);
                }
            }
            for (Answered answered : chosen) {
                LogicRecord.Query query = answered.query();
                try {
                    session.createView(view(query), query.types().length(), query.sql());
                    views.put(query, answered);
                } catch (SQLException e) {
                    tally.refused(group, e, describe(query));
                }
            }
            int left = views.size();
            for (LogicRecord next : records) {
                if (left == 0) {
                    break;
                }
                if (next instanceof LogicRecord.Statement statement) {
                    boolean isDone = Dialect.created(statement.sql()).isPresent()
                            || Dialect.dropped(statement.sql()).isPresent();
                    if (!isDone && !execute(statement, repeated)) {
                        break;
                    }
                } else if (next instanceof LogicRecord.Query query && views.containsKey(query)) {
                    compare(views.get(query), tally);
                    left--;
                }
            }
        } finally {
            session.clear();
        }
    }

    private static String view(LogicRecord.Query query) {
        return "answer" + query.line();
    }

    private void compare(Answered answered, Tally tally) {
        Values values = values(answered.query(), "SELECT * FROM " + view(answered.query()), tally);
        if (values != null && values.rows().equals(answered.rows())) {
            tally.right(group);
        } else if (values != null) {
            wrong(answered.query(), answered.rows(), values, tally);
        }
    }

    private @Nullable Values values(LogicRecord.Query query, String sql, Tally tally) {
        long start = System.nanoTime();
        try {
            return session.query(sql, query.types());
        } catch (SQLException e) {
            tally.refused(group, e, describe(query));
            return null;
        } finally {
            tally.took(System.nanoTime() - start);
        }
    }

    private void wrong(LogicRecord.Query query, String wanted, Values found, Tally tally) {
        List<String> values = found.inOrder(query.order());
        tally.wrong(
                group,
                describe(query) + "\n    wanted " + shortened(wanted) + "\n    found  " + values.size() + " "
                        + shortened(values.toString()));
    }

    /** @return whether the tables are now as the file wants them; a view too many does no harm */
    private boolean execute(LogicRecord.Statement statement, Tally tally) {
        if (Dialect.isOutside(statement.sql())) {
            return true;
        }
        long start = System.nanoTime();
        try {
            session.execute(Dialect.statement(statement.sql()));
            tally.took(System.nanoTime() - start);
            if (statement.isError()) {
                tally.wrong(group, describe(statement) + "\n    was to be refused");
            } else {
                tally.right(group);
            }
        } catch (SQLException e) {
            tally.took(System.nanoTime() - start);
            if (statement.isError()) {
                tally.right(group);
            } else {
                tally.refused(group, e, describe(statement));
                return Difference.of(e).isEmpty()
                        || Dialect.dropped(statement.sql()).isPresent();
            }
        }
        return true;
    }

    private String describe(LogicRecord logicRecord) {
        return name + ":" + logicRecord.line() + ": " + logicRecord.sql();
    }

    private static String shortened(String values) {
        return values.length() <= 300 ? values : values.substring(0, 300) + " ...";
    }
}
