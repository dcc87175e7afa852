package io.weir.planner.expression;

import io.weir.planner.expression.support.EvaluationState;
import io.weir.planner.expression.support.GeneratedEvaluator;
import io.weir.spi.error.ErrorCode;
import io.weir.spi.error.WeirException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.codehaus.commons.compiler.CompileException;
import org.codehaus.janino.SimpleCompiler;
import org.jspecify.annotations.Nullable;

/**
 * Compiles generated source, and remembers the classes by their source, the least recently used of them forgotten. Each class has a
 * loader of its own: when nothing refers to it any more, its memory goes too. Thread-safe.
 */
final class GeneratedClasses {
    static final String CLASS_NAME = "GeneratedExpression";
    private static final String PACKAGE = "io.weir.generated";
    private static final int MAX_CLASSES = 500;

    private static final GeneratedClasses INSTANCE = new GeneratedClasses();

    private final Map<String, Class<?>> classes = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Class<?>> eldest) {
            return size() > MAX_CLASSES;
        }
    };

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
        Class<?> compiled = cook(source);
        synchronized (classes) {
            classes.put(source, compiled);
        }
        return compiled;
    }

    private static Class<?> cook(String source) {
        try {
            SimpleCompiler compiler = new SimpleCompiler();
            compiler.setParentClassLoader(GeneratedClasses.class.getClassLoader());
            compiler.cook(source);
            return compiler.getClassLoader().loadClass(PACKAGE + "." + CLASS_NAME);
        } catch (CompileException | ClassNotFoundException | RuntimeException e) {
            throw new WeirException(ErrorCode.INTERNAL_ERROR, "generated code does not compile: " + e.getMessage(), e)
                    .withDetail(numbered(source));
        }
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
