package io.weir.sqltests.logictest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which files are run, and how many queries of them: a group that is one file whole, and of the others the same number
 * each. Within a group every file has the same share; what a file cannot fill goes to those that follow.
 */
final class Sample {
    /** Files of which fewer queries than these are run are not worth being filled. */
    private static final int LEAST_PER_FILE = 40;

    /** So small a share is for quick runs, in which files with hundreds of statements have no place. */
    private static final int SMALL_SHARE = 1000;

    private static final double MIDDLE = 0.5;

    private Sample() {}

    /** In quick runs a file ends behind so many statements. */
    private static final int FEW_STATEMENTS = 1100;

    /** @param queryCount how many of the group's queries are run at most */
    record Group(String name, List<String> files, int queryCount) {
        /** How many statements of a file are run at most. */
        int mostStatements() {
            return queryCount < SMALL_SHARE ? FEW_STATEMENTS : Integer.MAX_VALUE;
        }

        Group {
            files = List.copyOf(files);
        }
    }

    /**
     * @param queryCount how many queries in all, about
     * @param only part of the names of files
     */
    static List<Group> draw(Map<String, List<String>> groups, int queryCount, String only) {
        Map<String, List<String>> folders = new TreeMap<>(groups);
        folders.values().removeIf(files -> files.size() == 1);
        int share = Math.max(1, queryCount / folders.size());
        List<Group> drawn = new ArrayList<>();
        groups.forEach((name, files) -> {
            List<String> wanted = new ArrayList<>(files.stream()
                    .filter(file -> file.contains(only))
                    .filter(file -> share >= SMALL_SHARE || !file.matches(".*/100+/.*"))
                    .toList());
            // Large tables, which have few queries, first: others make up for them.
            Collections.reverse(wanted);
            List<String> chosen = spread(wanted, Math.max(1, share / LEAST_PER_FILE));
            if (!chosen.isEmpty()) {
                drawn.add(new Group(name, chosen, share));
            }
        });
        return drawn;
    }

    /**
     * In which order files are run: each group as often as it has files, all of them evenly from beginning to end, so
     * that a run that is cut off has met every group in proportion.
     */
    static List<Group> turns(List<Group> groups) {
        record Turn(double place, Group group) {}
        List<Turn> turns = new ArrayList<>();
        for (Group group : groups) {
            int files = group.files().size();
            for (int i = 0; i < files; i++) {
                turns.add(new Turn((i + MIDDLE) / files, group));
            }
        }
        return turns.stream()
                .sorted(Comparator.comparingDouble(Turn::place))
                .map(Turn::group)
                .toList();
    }

    /** The queries that come before so many statements. */
    static List<LogicRecord.Query> queries(List<LogicRecord> records, int mostStatements) {
        List<LogicRecord.Query> queries = new ArrayList<>();
        int statementCount = 0;
        for (LogicRecord next : records) {
            if (next instanceof LogicRecord.Query query) {
                queries.add(query);
            } else if (++statementCount > mostStatements) {
                break;
            }
        }
        return queries;
    }

    /** At most so many, at equal distances. */
    static <T> List<T> spread(List<T> all, int most) {
        if (all.size() <= most) {
            return all;
        }
        List<T> chosen = new ArrayList<>(most);
        for (int i = 0; i < most; i++) {
            chosen.add(all.get((int) ((long) i * all.size() / most)));
        }
        return chosen;
    }
}
