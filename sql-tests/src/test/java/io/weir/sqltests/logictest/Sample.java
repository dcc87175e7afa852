package io.weir.sqltests.logictest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which files are run, and how many queries of them: a group that is one file whole, and of the others the same number each. Within a group every file has the same share; what a file
 * cannot fill goes to those that follow.
 */
final class Sample {
    /** Files of which fewer queries than these are run are not worth being filled. */
    private static final int LEAST_PER_FILE = 40;

    /** So small a share is for quick runs, in which files with hundreds of statements have no place. */
    private static final int SMALL_SHARE = 1000;

    private Sample() {}

    /** @param queryCount how many of the group's queries are run at most */
    record Group(String name, List<String> files, int queryCount) {
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
