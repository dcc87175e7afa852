package io.weir.planner.expression;

import io.weir.planner.expression.support.EvaluationState;
import io.weir.planner.expression.support.GeneratedEvaluator;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.io.IOException;
import java.io.StringReader;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import org.codehaus.commons.compiler.CompileException;
import org.codehaus.commons.compiler.util.reflect.ByteArrayClassLoader;
import org.codehaus.janino.ClassLoaderIClassLoader;
import org.codehaus.janino.IClassLoader;
import org.codehaus.janino.Java;
import org.codehaus.janino.Parser;
import org.codehaus.janino.Scanner;
import org.codehaus.janino.UnitCompiler;
import org.codehaus.janino.util.ClassFile;
import org.jspecify.annotations.Nullable;

/**
 * Compiles generated source, and remembers the classes by their source, the least recently used of them forgotten. Each
 * class has a loader of its own: when nothing refers to it any more, its memory goes too. Thread-safe.
 */
final class GeneratedClasses {
    static final String CLASS_NAME = "GeneratedExpression";
    private static final String PACKAGE = "io.weir.generated";
    private static final int MAX_CLASSES = 2000;

    /** More than this exceeds the 65535 constants of a class soon after, and takes seconds to find that out. */
    private static final int MAX_SOURCE_CHARACTERS = 4 << 20;

    private static final GeneratedClasses INSTANCE = new GeneratedClasses();

    private final Map<String, Class<?>> classes = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Class<?>> eldest) {
            return size() > MAX_CLASSES;
        }
    };

    /**
     * What Janino knows of the types that generated code names, and of names that are no types. To find that out anew
     * takes longer than all the rest of a compilation. Each is used by one compilation at a time; as many are kept as
     * there may be processors to plan on.
     */
    private final Queue<IClassLoader> knownTypes = new ArrayBlockingQueue<>(8);

    private GeneratedClasses() {}

    static GeneratedClasses instance() {
        return INSTANCE;
    }

    /** The whole source of a class with the given members. */
    static String source(ClassSource members) {
        return "package " + PACKAGE + ";\n"
                + "import io.weir.planner.expression.support.*;\n"
                + "public final class " + CLASS_NAME + " extends GeneratedEvaluator {\n"
                + members.body(CLASS_NAME)
                + "}\n";
    }

    /** The class of a source. */
    Class<?> compile(String source) {
        synchronized (classes) {
            Class<?> known = classes.get(source);
            if (known != null) {
                return known;
            }
        }
        if (source.length() > MAX_SOURCE_CHARACTERS) {
            throw tooLarge(null);
        }
        Class<?> compiled = cook(source);
        synchronized (classes) {
            classes.put(source, compiled);
        }
        return compiled;
    }

    private Class<?> cook(String source) {
        ClassLoader parent = GeneratedClasses.class.getClassLoader();
        IClassLoader spare = knownTypes.poll();
        IClassLoader known = spare == null ? new ClassLoaderIClassLoader(parent) : spare;
        try {
            Java.AbstractCompilationUnit unit =
                    new Parser(new Scanner(null, new StringReader(source))).parseAbstractCompilationUnit();
            List<ClassFile> files = new ArrayList<>();
            new UnitCompiler(unit, known).compileUnit(false, false, false, files);
            boolean unused = knownTypes.offer(known);
            Map<String, byte[]> compiled = new HashMap<>();
            files.forEach(file -> compiled.put(file.getThisClassName(), file.toByteArray()));
            return new ByteArrayClassLoader(compiled, parent).loadClass(PACKAGE + "." + CLASS_NAME);
        } catch (CompileException | ClassNotFoundException | IOException | RuntimeException e) {
            if (isTooLarge(e)) {
                throw tooLarge(e);
            }
            throw new WeirException(ErrorCode.INTERNAL_ERROR, "generated code does not compile: " + e.getMessage(), e)
                    .withDetail(numbered(source));
        }
    }

    private static WeirException tooLarge(@Nullable Throwable cause) {
        return new WeirException(ErrorCode.STATEMENT_TOO_COMPLEX, "expressions are too large for one operator", cause)
                .withHint("Long lists of values belong into a table to join with.");
    }

    // A class holds at most 65535 constants and a method 64 kB.
    private static boolean isTooLarge(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (message.contains("past JVM limit") || message.contains("grows beyond 64 KB")) {
                return true;
            }
        }
        return false;
    }

    private static String numbered(String source) {
        StringBuilder text = new StringBuilder();
        int number = 1;
        for (String line : source.lines().limit(2000).toList()) {
            text.append(number++).append(": ").append(line).append('\n');
        }
        return text.toString();
    }

    /** A new instance. */
    static GeneratedEvaluator instantiate(Class<?> type, @Nullable Object[] constants, EvaluationState state) {
        try {
            Constructor<?> constructor = type.getConstructor(Object[].class, EvaluationState.class);
            return (GeneratedEvaluator) constructor.newInstance(constants, state);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("generated class cannot be made", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("generated class cannot be made", e);
        }
    }
}
