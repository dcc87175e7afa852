package io.weir.runtime.simulation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** The engine and its simulation with one file compiled anew, in a class loader of its own. */
final class MutatedEngine extends ClassLoader {
    private static final String OWN = "io.weir.runtime.";

    /** By class name. */
    private final Map<String, byte[]> compiled = new HashMap<>();

    MutatedEngine(Mutation mutation) throws IOException {
        super(MutatedEngine.class.getClassLoader());
        compile(mutation.className(), mutation.source().replace(mutation.code(), mutation.mistake()));
    }

    private void compile(String className, String source) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavaFileObject file =
                new SimpleJavaFileObject(
                        URI.create("string:///" + className.replace('.', '/') + ".java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreErrors) {
                        return source;
                    }
                };
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        try (JavaFileManager files = new InMemory(compiler.getStandardFileManager(null, null, null))) {
            boolean success = compiler.getTask(
                            null,
                            files,
                            null,
                            List.of("-classpath", classPath, "-proc:none", "-nowarn"),
                            null,
                            List.of(file))
                    .call();
            if (!success) {
                throw new IllegalArgumentException(className + " with the mistake does not compile");
            }
        }
    }

    /** Keeps what is compiled. */
    private final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
        private InMemory(JavaFileManager behind) {
            super(behind);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("memory:///" + className.replace('.', '/')), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return new ByteArrayOutputStream() {
                        @Override
                        public void close() {
                            compiled.put(className, toByteArray());
                        }
                    };
                }
            };
        }
    }

    /** The engine's own classes are all loaded anew, so that they see the mistake. */
    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OWN)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            byte[] bytes = compiled.containsKey(name) ? compiled.get(name) : original(name);
            return defineClass(name, bytes, 0, bytes.length);
        }
    }

    private byte[] original(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    /** Runs one seed. @throws Throwable what the simulation finds */
    void run(long seed) throws Throwable {
        Class<?> job = loadClass(SimulatedJob.class.getName());
        Constructor<?> constructor = job.getDeclaredConstructor(long.class);
        constructor.setAccessible(true);
        Method run = job.getDeclaredMethod("run");
        run.setAccessible(true);
        try {
            run.invoke(constructor.newInstance(seed));
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
