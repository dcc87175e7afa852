package io.weir.sqltests.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchRule;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.Timer;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** What holds inside the runtime. */
final class RuntimeRules {
    static final ArchRule PACKAGES_IN_ORDER = classes()
            .that()
            .resideInAPackage("io.weir.runtime..")
            .should(new UseEarlierPackagesOnly(
                    "io.weir.runtime",
                    List.of(
                            "jobgraph",
                            "element",
                            "time",
                            "state",
                            "state.rocksdb",
                            "operator",
                            "exchange",
                            "checkpoint",
                            "task")))
            .because("it keeps the runtime readable from one end to the other")
            .allowEmptyShould(true);

    /** Whoever reads the clock by himself cannot be replayed. */
    private static final Set<String> CALLS_THAT_DIFFER_BETWEEN_RUNS = Set.of(
            "java.lang.System.currentTimeMillis",
            "java.lang.System.nanoTime",
            "java.lang.Math.random",
            "java.util.UUID.randomUUID",
            "java.time.Instant.now",
            "java.time.LocalDate.now",
            "java.time.LocalDateTime.now",
            "java.time.ZonedDateTime.now",
            "java.time.Clock.systemUTC",
            "java.time.Clock.systemDefaultZone",
            "java.time.Clock.system");

    private static final DescribedPredicate<JavaClass> THREADS_FILES_AND_RANDOMNESS = Stream.of(
                    Thread.class,
                    Timer.class,
                    Executors.class,
                    ForkJoinPool.class,
                    Random.class,
                    ThreadLocalRandom.class,
                    File.class,
                    Files.class,
                    FileChannel.class,
                    FileInputStream.class,
                    FileOutputStream.class,
                    RandomAccessFile.class)
            .map(type -> (DescribedPredicate<JavaClass>) assignableTo(type))
            .reduce((left, right) -> left.or(right))
            .orElseThrow()
            .as("are threads, files or randomness");

    private static final DescribedPredicate<JavaClass> SIMULATED = resideInAPackage("io.weir.runtime..")
            .and(not(resideInAnyPackage("..adapter..", "..state.rocksdb..")))
            .as("are in the runtime, outside of adapters and the RocksDB store");

    static final ArchRule NO_THREADS_FILES_RANDOMNESS = noClasses()
            .that(SIMULATED)
            .should()
            .dependOnClassesThat(THREADS_FILES_AND_RANDOMNESS)
            .because("they come in through constructors, so that the simulation can replay a run")
            .allowEmptyShould(true);

    static final ArchRule NO_CLOCK = noClasses()
            .that(SIMULATED)
            .should()
            .callMethodWhere(describe("the result differs between runs", RuntimeRules::differsBetweenRuns))
            .because("time comes in through constructors, so that the simulation can replay a run")
            .allowEmptyShould(true);

    static final List<ArchRule> ALL = List.of(PACKAGES_IN_ORDER, NO_THREADS_FILES_RANDOMNESS, NO_CLOCK);

    private RuntimeRules() {}

    private static boolean differsBetweenRuns(JavaMethodCall call) {
        return CALLS_THAT_DIFFER_BETWEEN_RUNS.contains(call.getTargetOwner().getName() + "." + call.getName());
    }
}
