package io.weir.benchmarks.run;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * Time, processor time and allocation of this process since {@link #start}. What was allocated is what collections
 * found beyond what the one before had left: right for all threads, also those that have ended, to within what the heap
 * holds of free space in thread-local buffers.
 */
public final class ProcessMeter {
    /** The cause of collections like that of {@link #start}. */
    private static final String ASKED_FOR = "System.gc()";

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final AtomicLong usedAfterCollection = new AtomicLong();
    private final AtomicLong allocatedBytes = new AtomicLong();
    private final AtomicLong longestCollectionMillis = new AtomicLong();
    private long startNanos;
    private long startCpuNanos;

    public ProcessMeter() {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            ((NotificationEmitter) collector)
                    .addNotificationListener(
                            (notification, handback) -> {
                                if (GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION.equals(
                                        notification.getType())) {
                                    var info = GarbageCollectionNotificationInfo.from(
                                            (CompositeData) notification.getUserData());
                                    collected(
                                            heapBytes(info.getGcInfo().getMemoryUsageBeforeGc()),
                                            heapBytes(info.getGcInfo().getMemoryUsageAfterGc()));
                                    if (!info.getGcCause().equals(ASKED_FOR)) {
                                        longestCollectionMillis.accumulateAndGet(
                                                info.getGcInfo().getDuration(), Math::max);
                                    }
                                }
                            },
                            null,
                            null);
        }
    }

    private void collected(long before, long after) {
        allocatedBytes.addAndGet(Math.max(0, before - usedAfterCollection.getAndSet(after)));
    }

    private static long heapBytes(Map<String, MemoryUsage> pools) {
        long bytes = 0;
        for (var pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage usage = pools.get(pool.getName());
            if (usage != null && pool.getType() == MemoryType.HEAP) {
                bytes += usage.getUsed();
            }
        }
        return bytes;
    }

    private static long usedHeapBytes() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Begins anew, with a heap that has just been collected. */
    public void start() {
        System.gc();
        usedAfterCollection.set(usedHeapBytes());
        allocatedBytes.set(0);
        longestCollectionMillis.set(0);
        restart();
    }

    /** Begins the times anew, but not the allocation: for engines that plan and submit before the run proper. */
    public void restart() {
        startCpuNanos = system.getProcessCpuTime();
        startNanos = System.nanoTime();
    }

    /** What was used since the start. */
    public Usage stop() {
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        double cpuSeconds = (system.getProcessCpuTime() - startCpuNanos) / 1e9;
        long allocated = allocatedBytes.get() + Math.max(0, usedHeapBytes() - usedAfterCollection.get());
        return new Usage(seconds, cpuSeconds, allocated, peakResidentBytes(), longestCollectionMillis.get());
    }

    /** As the system knows it; 0 where there is no /proc. */
    private static long peakResidentBytes() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("VmHWM:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
                }
            }
        } catch (IOException e) {
            return 0; // not Linux
        }
        return 0;
    }

    /**
     * As the components of {@link RunReport}.
     *
     * @param longestCollectionMillis of the garbage collector; everything waits for so long
     */
    public record Usage(
            double seconds,
            double cpuSeconds,
            long allocatedBytes,
            long peakResidentBytes,
            long longestCollectionMillis) {}
}
