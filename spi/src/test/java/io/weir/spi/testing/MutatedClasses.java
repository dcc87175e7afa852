package io.weir.spi.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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

/** Classes of Weir with one file compiled anew, in a class loader of their own. */
public final class MutatedClasses extends ClassLoader {
    private final String prefix;
    /** By class name. */
    private final Map<String, byte[]> compiled = new HashMap<>();

    /** @param prefix how the names of classes begin that are loaded anew, so that they see the mistake */
    public MutatedClasses(Mutation mutation, String prefix) throws IOException {
        super(MutatedClasses.class.getClassLoader());
        this.prefix = prefix;
        compile(mutation.className(), mutation.mutatedText());
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

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(prefix)) {
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
}
