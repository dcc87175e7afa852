package io.weir.sqltests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A rule that cannot fail proves nothing: each one is given a class that breaks it, and some are given one that comes
 * close.
 */
class RulesCatchViolationsTest {
    @TempDir
    private static Path folder;

    private static JavaClasses compiled;

    /** All in one run of the compiler, which with this class path takes longer to start than to compile. */
    @BeforeAll
    static void compileTheExamples() throws IOException {
        var sources = new TreeSet<String>();
        for (Example example :
                Stream.concat(violations().stream(), allowed().stream()).toList()) {
            sources.add(write(example.packageName(), example.className(), example.member()));
            for (String word : example.member().split("[ \\[]")) {
                if (word.startsWith("io.weir.")) {
                    sources.add(write(word.substring(0, word.lastIndexOf('.')), "Other", ""));
                }
            }
        }
        var classes = folder.resolve("classes");
        var arguments = new ArrayList<>(List.of("-proc:none", "-nowarn", "-d", classes.toString()));
        arguments.addAll(List.of("-cp", System.getProperty("java.class.path")));
        arguments.addAll(sources);
        int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertThat(status).as("exit code of the compiler").isZero();
        compiled = new ClassFileImporter().importPath(classes);
    }

    @ParameterizedTest
    @MethodSource("violations")
    void catches(Example example) {
        assertThat(example.rule().evaluate(classesOf(example)).hasViolation()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("allowed")
    void leavesAlone(Example example) {
        assertThat(example.rule().evaluate(classesOf(example)).hasViolation()).isFalse();
    }

    @Test
    void everyRuleHasAViolation() {
        assertThat(violations()).extracting(Example::rule).containsAll(ArchitectureTest.rules());
    }

    static List<Example> violations() {
        return List.of(
                new Example(ModuleRules.SPI_NEEDS_THE_JDK_ONLY, "io.weir.spi.data", "org.slf4j.Logger field;"),
                new Example(ModuleRules.SPI_NEEDS_THE_JDK_ONLY, "io.weir.spi", "io.weir.runtime.Other field;"),
                new Example(ModuleRules.PARSER_SEES_THE_SPI, "io.weir.sql", "io.weir.runtime.Other field;"),
                new Example(ModuleRules.RUNTIME_SEES_THE_SPI, "io.weir.runtime.task", "io.weir.planner.Other field;"),
                new Example(
                        ModuleRules.PLANNER_SEES_PARSER_AND_RUNTIME, "io.weir.planner", "io.weir.server.Other field;"),
                new Example(ModuleRules.STORAGE_SEES_THE_SPI, "io.weir.storage.hdfs", "io.weir.runtime.Other field;"),
                new Example(ModuleRules.TABLES_SEE_THE_SPI, "io.weir.tables", "io.weir.runtime.Other field;"),
                new Example(
                        ModuleRules.CONNECTORS_SEE_THE_SPI, "io.weir.connector.kafka", "io.weir.runtime.Other field;"),
                new Example(ModuleRules.DRIVER_SEES_NO_OTHER_MODULE, "io.weir.jdbc", "io.weir.spi.Other field;"),
                new Example(
                        ModuleRules.RUNTIME_KNOWS_NO_SQL_AND_NO_EXTERNAL_SYSTEM,
                        "io.weir.runtime.operator",
                        "org.apache.calcite.sql.SqlNode field;"),
                new Example(
                        ModuleRules.RUNTIME_KNOWS_NO_SQL_AND_NO_EXTERNAL_SYSTEM,
                        "io.weir.runtime.operator",
                        "org.apache.kafka.clients.producer.Producer<?, ?> field;"),
                new Example(
                        ModuleRules.RUNTIME_KNOWS_NO_SQL_AND_NO_EXTERNAL_SYSTEM,
                        "io.weir.runtime.operator",
                        "org.apache.hadoop.fs.FileSystem field;"),
                new Example(
                        RuntimeRules.PACKAGES_IN_ORDER,
                        "io.weir.runtime.state",
                        "io.weir.runtime.operator.Other field;"),
                new Example(
                        RuntimeRules.PACKAGES_IN_ORDER,
                        "io.weir.runtime.state",
                        "io.weir.runtime.state.rocksdb.Other[] field;"),
                new Example(
                        RuntimeRules.PACKAGES_IN_ORDER,
                        "io.weir.runtime.operator.join",
                        "io.weir.runtime.adapter.Other field;"),
                new Example(RuntimeRules.NO_THREADS_FILES_RANDOMNESS, "io.weir.runtime.task", "Thread field;"),
                new Example(
                        RuntimeRules.NO_THREADS_FILES_RANDOMNESS,
                        "io.weir.runtime.task",
                        "void m() { Thread.onSpinWait(); }"),
                new Example(
                        RuntimeRules.NO_THREADS_FILES_RANDOMNESS,
                        "io.weir.runtime",
                        "boolean m(java.nio.file.Path p) { return java.nio.file.Files.exists(p); }"),
                new Example(
                        RuntimeRules.NO_THREADS_FILES_RANDOMNESS,
                        "io.weir.runtime.state",
                        "java.security.SecureRandom field;"),
                new Example(RuntimeRules.NO_CLOCK, "io.weir.runtime.task", "long m() { return System.nanoTime(); }"),
                new Example(
                        RuntimeRules.NO_CLOCK, "io.weir.runtime.x", "long m() { return System.currentTimeMillis(); }"),
                new Example(RuntimeRules.NO_CLOCK, "io.weir.runtime.x", "double m() { return Math.random(); }"),
                new Example(
                        RuntimeRules.NO_CLOCK,
                        "io.weir.runtime.x",
                        "Object m() { return java.util.UUID.randomUUID(); }"),
                new Example(
                        CodingRules.NO_JAVA_SERIALIZATION,
                        "io.weir.server",
                        "Object m(java.io.InputStream in) throws Exception { return new java.io.ObjectInputStream(in).readObject(); }"),
                new Example(CodingRules.NO_JAVA_SERIALIZATION, "io.weir.server", "java.io.ObjectOutputStream field;"),
                new Example(CodingRules.NO_OUTPUT_PAST_THE_LOG, "io.weir.server", "void m() { System.out.println(); }"),
                new Example(CodingRules.PACKAGES_ARE_NULL_MARKED, "io.weir.server.unmarked", "int field;"));
    }

    static List<Example> allowed() {
        return List.of(
                new Example(
                        ModuleRules.CONNECTORS_SEE_THE_SPI,
                        "io.weir.connector.kafka",
                        "io.weir.connector.Other field;"),
                new Example(
                        RuntimeRules.PACKAGES_IN_ORDER,
                        "io.weir.runtime.operator.join",
                        "io.weir.runtime.operator.window.Other a; io.weir.runtime.state.rocksdb.Other b;"),
                new Example(
                        RuntimeRules.PACKAGES_IN_ORDER,
                        "io.weir.runtime.adapter",
                        "io.weir.runtime.task.Other field; io.weir.runtime.jobgraph.Other b;"),
                new Example(RuntimeRules.NO_THREADS_FILES_RANDOMNESS, "io.weir.runtime.adapter", "Thread field;"),
                new Example(
                        RuntimeRules.NO_THREADS_FILES_RANDOMNESS, "io.weir.runtime.state.rocksdb", "java.io.File f;"),
                new Example(RuntimeRules.NO_CLOCK, "io.weir.server", "long m() { return System.nanoTime(); }"),
                new Example(
                        CodingRules.NO_OUTPUT_PAST_THE_LOG,
                        "io.weir.server.cli",
                        "void m() { System.out.println(); }"));
    }

    private static JavaClasses classesOf(Example example) {
        var name = example.packageName() + "." + example.className();
        return compiled.that(DescribedPredicate.describe(
                name, (JavaClass type) -> type.getName().equals(name)));
    }

    private static String write(String packageName, String className, String member) throws IOException {
        var file = folder.resolve(packageName.replace('.', '/')).resolve(className + ".java");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "package %s; public class %s { %s }".formatted(packageName, className, member));
        return file.toString();
    }

    /** A class of one member, for one rule. Classes {@code io.weir...Other} that the member names are made as well. */
    private record Example(ArchRule rule, String packageName, String member) {
        String className() {
            return "Example" + Integer.toHexString(member.hashCode());
        }
    }
}
