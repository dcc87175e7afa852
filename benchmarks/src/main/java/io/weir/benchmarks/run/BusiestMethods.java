package io.weir.benchmarks.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** Which methods a recording found at work most often. */
public final class BusiestMethods {
    private static final int COUNT = 20;

    private BusiestMethods() {}

    /** Of workers. */
    public static List<String> of(Path recording) throws IOException {
        return of(recording, "weir-worker");
    }

    /** @param threads what the names of the threads begin with */
    public static List<String> of(Path recording, String threads) throws IOException {
        Map<String, Integer> samples = new HashMap<>();
        int total = 0;
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                String type = event.getEventType().getName();
                if ((!type.equals("jdk.ExecutionSample") && !type.equals("jdk.NativeMethodSample"))
                        || event.getStackTrace() == null) {
                    continue;
                }
                var thread = event.getThread("sampledThread");
                if (thread == null
                        || thread.getJavaName() == null
                        || !thread.getJavaName().startsWith(threads)) {
                    continue;
                }
                RecordedFrame frame = event.getStackTrace().getFrames().get(0);
                String className = frame.getMethod().getType().getName();
                samples.merge(
                        className.substring(className.lastIndexOf('.') + 1) + "."
                                + frame.getMethod().getName(),
                        1,
                        Integer::sum);
                total++;
            }
        }
        int all = Math.max(1, total);
        return samples.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(COUNT)
                .map(entry ->
                        String.format(Locale.ROOT, "%5.1f %%  %s", 100.0 * entry.getValue() / all, entry.getKey()))
                .toList();
    }
}
