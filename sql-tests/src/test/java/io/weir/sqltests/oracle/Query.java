package io.weir.sqltests.oracle;

import java.util.ArrayList;
import java.util.List;

/**
 * A query in parts that can be left out one by one.
 *
 * @param where empty if there is none; so are {@code having}, {@code rest} (a set operation with its right side) and
 *     {@code qualify}
 */
record Query(
        boolean isDistinct,
        List<String> items,
        From from,
        String where,
        List<String> groupBy,
        String having,
        String rest,
        String qualify) {

    /** What is read. */
    record From(String relation, String alias, List<Join> joins) {
        List<String> scopes() {
            List<String> scopes = new ArrayList<>(List.of(alias));
            joins.forEach(join -> scopes.add(join.alias()));
            return scopes;
        }

        private String sql() {
            StringBuilder sql = new StringBuilder(relation + " AS " + alias);
            for (Join join : joins) {
                sql.append(' ').append(join.type()).append(' ').append(join.relation());
                sql.append(" AS ").append(join.alias()).append(" ON ").append(join.condition());
            }
            return sql.toString();
        }
    }

    record Join(String type, String relation, String alias, String condition) {}

    String sql() {
        List<String> named = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            named.add(items.get(i) + " AS c" + i);
        }
        return "SELECT " + (isDistinct ? "DISTINCT " : "") + String.join(", ", named) + " FROM " + from.sql()
                + clause(" WHERE ", where)
                + clause(" GROUP BY ", String.join(", ", groupBy))
                + clause(" HAVING ", having)
                + clause(" QUALIFY ", qualify)
                + clause(" ", rest);
    }

    private static String clause(String words, String text) {
        return text.isEmpty() ? "" : words + text;
    }

    /** Queries with one part less; some of them make no sense. */
    List<Query> simpler() {
        List<Query> simpler = new ArrayList<>();
        if (!rest.isEmpty()) {
            simpler.add(new Query(isDistinct, items, from, where, groupBy, having, "", qualify));
        }
        if (!where.isEmpty()) {
            simpler.add(new Query(isDistinct, items, from, "", groupBy, having, rest, qualify));
        }
        if (!having.isEmpty()) {
            simpler.add(new Query(isDistinct, items, from, where, groupBy, "", rest, qualify));
        }
        if (!qualify.isEmpty()) {
            simpler.add(new Query(isDistinct, items, from, where, groupBy, having, rest, ""));
        }
        if (isDistinct) {
            simpler.add(new Query(false, items, from, where, groupBy, having, rest, qualify));
        }
        if (rest.isEmpty() && items.size() > 1) {
            for (int i = 0; i < items.size(); i++) {
                simpler.add(new Query(isDistinct, without(items, i), from, where, groupBy, having, rest, qualify));
            }
        }
        for (int i = 0; i < groupBy.size(); i++) {
            List<String> fewer = without(groupBy, i);
            List<String> shown = new ArrayList<>(items);
            shown.remove(groupBy.get(i));
            if (!shown.isEmpty()) {
                simpler.add(new Query(isDistinct, shown, from, where, fewer, having, rest, qualify));
            }
        }
        for (int i = 0; i < from.joins().size(); i++) {
            List<Join> fewer = new ArrayList<>(from.joins());
            fewer.remove(i);
            From less = new From(from.relation(), from.alias(), fewer);
            simpler.add(new Query(isDistinct, items, less, where, groupBy, having, rest, qualify));
        }
        return simpler;
    }

    private static List<String> without(List<String> list, int index) {
        List<String> fewer = new ArrayList<>(list);
        fewer.remove(index);
        return fewer;
    }
}
