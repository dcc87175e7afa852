package io.weir.sqltests.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes random queries that mean the same in Weir and DuckDB: no division, no order among NULLs left to taste, no
 * choice among ties. Scopes are aliases {@code x0, x1, ...} of tables or queries with the columns of {@link Tables}.
 */
final class RandomQuery {
    private final Random random;
    private int aliases;

    RandomQuery(Random random) {
        this.random = random;
    }

    /** A type's columns and what can be made of them. */
    private enum Kind {
        NUMBER,
        TEXT,
        TRUTH
    }

    Query next() {
        int form = random.nextInt(12);
        if (form < 3) {
            return setOperation();
        }
        if (form < 7) {
            return grouped(from());
        }
        if (form == 7) {
            return ranked();
        }
        if (form == 8) {
            return overWindows();
        }
        return plain(from());
    }

    private Query.From from() {
        String first = alias();
        List<Query.Join> joins = new ArrayList<>();
        List<String> scopes = new ArrayList<>(List.of(first));
        int count = random.nextInt(4) == 0 ? 2 : random.nextInt(2);
        for (int i = 0; i < count; i++) {
            String other = alias();
            String type = pick(List.of("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN"));
            String condition =
                    scopes.get(random.nextInt(scopes.size())) + "." + "a = " + other + "." + pick(List.of("a", "b"));
            if (random.nextBoolean() && !type.equals("FULL JOIN")) {
                List<String> both = new ArrayList<>(scopes);
                both.add(other);
                condition += " AND " + truth(both, 1);
            }
            joins.add(new Query.Join(type, relation(), other, condition));
            scopes.add(other);
        }
        return new Query.From(relation(), first, joins);
    }

    /** A table, or a query with the columns of one. */
    private String relation() {
        if (random.nextInt(6) > 0) {
            return Tables.name(random.nextInt(Tables.COUNT));
        }
        String inner = alias();
        String table = Tables.name(random.nextInt(Tables.COUNT));
        return switch (random.nextInt(3)) {
            case 0 -> "(SELECT * FROM " + table + " AS " + inner + " WHERE " + truth(List.of(inner), 1) + ")";
            case 1 ->
                "(SELECT a, SUM(b) AS b, MAX(s) AS s, MIN(m) AS m, MAX(f) AS f, MIN(p) AS p FROM (SELECT a, b, s, m, f, p FROM "
                        + table + ") AS " + inner + " GROUP BY a)";
            default -> "(SELECT DISTINCT * FROM " + table + ")";
        };
    }

    private Query plain(Query.From from) {
        List<String> items = new ArrayList<>();
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            items.add(any(from.scopes(), 2));
        }
        return new Query(random.nextInt(4) == 0, items, from, where(from.scopes()), List.of(), "", "", "");
    }

    private String where(List<String> scopes) {
        return switch (random.nextInt(6)) {
            case 0, 1 -> "";
            case 2 -> subQuery(scopes);
            default -> truth(scopes, 2);
        };
    }

    private String subQuery(List<String> scopes) {
        String inner = alias();
        String table = Tables.name(random.nextInt(Tables.COUNT)) + " AS " + inner;
        String not = random.nextBoolean() ? "" : "NOT ";
        String outer = scopes.get(random.nextInt(scopes.size()));
        String condition = random.nextBoolean() ? "" : " WHERE " + truth(List.of(inner), 1);
        return switch (random.nextInt(4)) {
            case 0 ->
                outer + ".a " + not + "IN (SELECT " + inner + "." + pick(List.of("a", "b")) + " FROM " + table
                        + condition + ")";
            case 1 ->
                not + "EXISTS (SELECT 1 FROM " + table + " WHERE " + inner + ".a = " + outer + ".a AND "
                        + truth(List.of(inner), 1) + ")";
            case 2 ->
                number(scopes, 1) + " > (SELECT " + pick(List.of("MAX", "COUNT", "MIN")) + "(" + inner + ".b) FROM "
                        + table + condition + ")";
            default ->
                "(SELECT COUNT(*) FROM " + table + " WHERE " + inner + ".a = " + outer + ".a) " + comparison() + " "
                        + random.nextInt(3);
        };
    }

    private Query grouped(Query.From from) {
        List<String> keys = new ArrayList<>();
        int count = random.nextInt(3);
        for (int i = 0; i < count; i++) {
            keys.add(
                    random.nextInt(3) > 0
                            ? column(from.scopes(), Kind.values()[random.nextInt(3)])
                            : any(from.scopes(), 1));
        }
        List<String> items = new ArrayList<>(keys);
        int aggregates = 1 + random.nextInt(3);
        for (int i = 0; i < aggregates; i++) {
            items.add(aggregate(from.scopes()));
        }
        String having = random.nextInt(3) > 0 ? "" : "COUNT(*) " + comparison() + " " + random.nextInt(4);
        return new Query(false, items, from, where(from.scopes()), keys, having, "", "");
    }

    private String aggregate(List<String> scopes) {
        String filter = random.nextInt(4) > 0 ? "" : " FILTER (WHERE " + truth(scopes, 1) + ")";
        String distinct = random.nextInt(4) == 0 ? "DISTINCT " : "";
        return switch (random.nextInt(7)) {
            case 0 -> "COUNT(*)" + filter;
            case 1 -> "COUNT(" + distinct + any(scopes, 1) + ")" + filter;
            case 2 -> "MIN(" + any(scopes, 0) + ")" + filter;
            case 3 -> "MAX(" + any(scopes, 0) + ")" + filter;
            case 4 -> "AVG(" + scopes.get(0) + "." + pick(List.of("a", "f")) + ")" + filter;
            default -> "SUM(" + distinct + number(scopes, 1) + ")" + filter;
        };
    }

    private Query setOperation() {
        String operation = pick(List.of("UNION", "UNION ALL", "INTERSECT", "INTERSECT ALL", "EXCEPT", "EXCEPT ALL"));
        List<Kind> kinds = new ArrayList<>();
        int count = 1 + random.nextInt(2);
        for (int i = 0; i < count; i++) {
            kinds.add(Kind.values()[random.nextInt(3)]);
        }
        Query left = columns(kinds);
        return new Query(
                false,
                left.items(),
                left.from(),
                left.where(),
                List.of(),
                "",
                operation + " " + columns(kinds).sql(),
                "");
    }

    private Query columns(List<Kind> kinds) {
        Query.From from = from();
        List<String> items = new ArrayList<>();
        for (Kind kind : kinds) {
            // Numbers of both sides have one type, or the two would round differently.
            items.add(kind == Kind.NUMBER ? from.scopes().get(0) + "." + "b" : column(from.scopes(), kind));
        }
        return new Query(false, items, from, where(from.scopes()), List.of(), "", "", "");
    }

    private static final String TOTAL_ORDER =
            "%1$s.b DESC NULLS LAST, %1$s.a NULLS FIRST, %1$s.s NULLS LAST, %1$s.m NULLS LAST, %1$s.f NULLS LAST, %1$s.p NULLS LAST";

    /** Top-N, by an order that leaves only equal rows to choose from. */
    private Query ranked() {
        String scope = alias();
        Query.From from = new Query.From(relation(), scope, List.of());
        String partition =
                random.nextBoolean() ? "" : "PARTITION BY " + scope + "." + pick(List.of("a", "s", "p")) + " ";
        String qualify = "ROW_NUMBER() OVER (" + partition + "ORDER BY " + String.format(TOTAL_ORDER, scope) + ") <= "
                + (1 + random.nextInt(3));
        return new Query(
                false,
                List.of(scope + ".a", scope + ".b", scope + ".s"),
                from,
                where(from.scopes()),
                List.of(),
                "",
                "",
                qualify);
    }

    private Query overWindows() {
        String scope = alias();
        Query.From from = new Query.From(relation(), scope, List.of());
        String partition = random.nextBoolean() ? "" : "PARTITION BY " + scope + "." + pick(List.of("a", "s", "p"));
        List<String> items = new ArrayList<>(List.of(scope + ".a", scope + ".b"));
        int count = 1 + random.nextInt(2);
        for (int i = 0; i < count; i++) {
            String order = "ORDER BY " + scope + ".b NULLS LAST";
            items.add(
                    switch (random.nextInt(4)) {
                        case 0 -> "SUM(" + scope + ".a) OVER (" + partition + ")";
                        case 1 -> "RANK() OVER (" + partition + " " + order + ")";
                        case 2 -> "COUNT(" + scope + ".s) OVER (" + partition + " " + order + ")";
                        default -> "DENSE_RANK() OVER (" + partition + " " + order + ")";
                    });
        }
        return new Query(false, items, from, "", List.of(), "", "", "");
    }

    // ---- expressions

    private String any(List<String> scopes, int depth) {
        return switch (Kind.values()[random.nextInt(3)]) {
            case NUMBER -> number(scopes, depth);
            case TEXT -> text(scopes, depth);
            case TRUTH -> depth == 0 ? column(scopes, Kind.TRUTH) : truth(scopes, depth - 1);
        };
    }

    private String column(List<String> scopes, Kind kind) {
        String scope = scopes.get(random.nextInt(scopes.size()));
        return scope + "."
                + switch (kind) {
                    case NUMBER -> pick(List.of("a", "b", "m", "f"));
                    case TEXT -> "s";
                    case TRUTH -> "p";
                };
    }

    private String number(List<String> scopes, int depth) {
        if (depth == 0 || random.nextInt(3) == 0) {
            return column(scopes, Kind.NUMBER);
        }
        String scope = scopes.get(random.nextInt(scopes.size()));
        return switch (random.nextInt(6)) {
            case 0 -> "(" + scope + ".b + " + scope + ".a)";
            case 1 -> "(" + scope + ".b - " + random.nextInt(5) + ")";
            case 2 -> "MOD(" + scope + ".a, 3)";
            case 3 -> "CASE WHEN " + truth(scopes, depth - 1) + " THEN " + scope + ".a ELSE " + scope + ".b END";
            case 4 -> "COALESCE(" + scope + ".a, " + scope + ".b, 7)";
            default -> "CHAR_LENGTH(" + scope + ".s)";
        };
    }

    private String text(List<String> scopes, int depth) {
        if (depth == 0 || random.nextInt(2) == 0) {
            return column(scopes, Kind.TEXT);
        }
        return switch (random.nextInt(4)) {
            case 0 -> "UPPER(" + text(scopes, depth - 1) + ")";
            case 1 -> "(" + text(scopes, depth - 1) + " || 'x')";
            case 2 -> "CASE WHEN " + truth(scopes, depth - 1) + " THEN 'yes' ELSE 'no way' END";
            default -> "COALESCE(" + text(scopes, depth - 1) + ", '-')";
        };
    }

    private String truth(List<String> scopes, int depth) {
        if (depth > 0 && random.nextInt(2) == 0) {
            return switch (random.nextInt(3)) {
                case 0 -> "(" + truth(scopes, depth - 1) + " AND " + truth(scopes, depth - 1) + ")";
                case 1 -> "(" + truth(scopes, depth - 1) + " OR " + truth(scopes, depth - 1) + ")";
                default -> "NOT (" + truth(scopes, depth - 1) + ")";
            };
        }
        return switch (random.nextInt(8)) {
            case 0 -> column(scopes, Kind.TRUTH);
            case 1 ->
                column(scopes, Kind.values()[random.nextInt(3)]) + (random.nextBoolean() ? " IS NULL" : " IS NOT NULL");
            case 2 -> column(scopes, Kind.TEXT) + " " + comparison() + " " + column(scopes, Kind.TEXT);
            case 3 -> column(scopes, Kind.TEXT) + " LIKE '" + pick(List.of("a%", "%a", "_", "%", "")) + "'";
            case 4 ->
                column(scopes, Kind.NUMBER) + (random.nextBoolean() ? "" : " NOT") + " IN (1, 2, "
                        + pick(List.of("3", "NULL")) + ")";
            case 5 -> column(scopes, Kind.NUMBER) + " BETWEEN " + (random.nextInt(3) - 1) + " AND " + random.nextInt(4);
            case 6 -> column(scopes, Kind.NUMBER) + " IS DISTINCT FROM " + column(scopes, Kind.NUMBER);
            default -> number(scopes, depth) + " " + comparison() + " " + number(scopes, depth);
        };
    }

    private String comparison() {
        return pick(List.of("=", "<>", "<", "<=", ">", ">="));
    }

    private String alias() {
        aliases++;
        return "x" + (aliases - 1);
    }

    private String pick(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
