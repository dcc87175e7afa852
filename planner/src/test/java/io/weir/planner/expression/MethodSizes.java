package io.weir.planner.expression;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.codehaus.commons.compiler.util.resource.MapResourceCreator;
import org.codehaus.commons.compiler.util.resource.Resource;
import org.codehaus.commons.compiler.util.resource.StringResource;
import org.codehaus.janino.ClassLoaderIClassLoader;
import org.codehaus.janino.Compiler;

/** Reads from class files how large methods are. */
final class MethodSizes {
    private MethodSizes() {}

    /** Bytes of code of the largest method of a source. */
    static int largest(String source) throws Exception {
        Map<String, byte[]> files = new HashMap<>();
        Compiler compiler = new Compiler();
        compiler.setIClassLoader(new ClassLoaderIClassLoader(MethodSizes.class.getClassLoader()));
        compiler.setClassFileCreator(new MapResourceCreator(files));
        compiler.compile(new Resource[] {new StringResource("GeneratedExpression.java", source)});
        int largest = 0;
        for (byte[] file : files.values()) {
            largest = Math.max(largest, largestOf(file));
        }
        return largest;
    }

    // The Java Virtual Machine Specification, chapter 4: skips what comes before the methods, then reads their Code
    // attributes.
    private static int largestOf(byte[] file) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(file));
        in.skipBytes(8);
        int constants = in.readUnsignedShort();
        for (int i = 1; i < constants; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> in.skipBytes(in.readUnsignedShort());
                case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipBytes(4);
                case 5, 6 -> {
                    in.skipBytes(8);
                    i++;
                }
                case 7, 8, 16, 19, 20 -> in.skipBytes(2);
                case 15 -> in.skipBytes(3);
                default -> throw new IOException("constant of kind " + tag);
            }
        }
        in.skipBytes(6);
        in.skipBytes(2 * in.readUnsignedShort());
        members(in);
        return members(in);
    }

    private static int members(DataInputStream in) throws IOException {
        int largest = 0;
        int count = in.readUnsignedShort();
        for (int i = 0; i < count; i++) {
            in.skipBytes(6);
            int attributes = in.readUnsignedShort();
            for (int j = 0; j < attributes; j++) {
                in.skipBytes(2);
                int length = in.readInt();
                byte[] content = in.readNBytes(length);
                // Only Code is that long: two shorts, then the length of the code.
                if (length > 12) {
                    largest = Math.max(largest, new DataInputStream(new ByteArrayInputStream(content, 4, 4)).readInt());
                }
            }
        }
        return largest;
    }
}
