package io.weir.sqltests.logictest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.jar.JarFile;

/** The files of the corpus, in the jar that holds them. */
final class Corpus {
    private static final String ROOT = "test/";

    private Corpus() {}

    /**
     * Names by group. A group is a folder ({@code index/between}), or a file that stands alone ({@code select1.test});
     * files in the order of their names.
     */
    static Map<String, List<String>> groups() throws IOException {
        URL known =
                Objects.requireNonNull(Corpus.class.getResource("/test/select1.test"), "no corpus on the class path");
        Map<String, List<String>> groups = new TreeMap<>();
        // Not closed: the loader of this class goes on reading from it.
        JarFile jar = ((JarURLConnection) known.openConnection()).getJarFile();
        jar.stream()
                .map(entry -> entry.getName())
                .filter(name -> name.startsWith(ROOT) && name.endsWith(".test"))
                .map(name -> name.substring(ROOT.length()))
                .sorted()
                .forEach(name -> groups.computeIfAbsent(group(name), key -> new ArrayList<>())
                        .add(name));
        return groups;
    }

    private static String group(String name) {
        String[] parts = name.split("/");
        return parts.length < 3 ? parts[0] : parts[0] + "/" + parts[1];
    }

    static List<LogicRecord> read(String name) throws IOException {
        try (InputStream file = Objects.requireNonNull(Corpus.class.getResourceAsStream("/" + ROOT + name), name);
                BufferedReader reader = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return LogicFileReader.read(reader.lines().toList());
        }
    }
}
