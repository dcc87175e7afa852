package io.weir.benchmarks.flink;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.weir.benchmarks.run.RunReport.Checkpoint;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;

/** Completed checkpoints, read off the coordinator's log: an in-process cluster tells them nowhere else. */
final class CheckpointLog extends AppenderBase<ILoggingEvent> {
    private static final String COORDINATOR = "org.apache.flink.runtime.checkpoint.CheckpointCoordinator";
    private static final Pattern COMPLETED =
            Pattern.compile("Completed checkpoint \\d+ for job \\w+ \\((\\d+) bytes, checkpointDuration=(\\d+) ms.*");

    private final List<Checkpoint> completed = new CopyOnWriteArrayList<>();

    static CheckpointLog attach() {
        CheckpointLog log = new CheckpointLog();
        Logger logger = (Logger) LoggerFactory.getLogger(COORDINATOR);
        log.setContext(logger.getLoggerContext());
        log.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(log);
        return log;
    }

    @Override
    protected void append(ILoggingEvent event) {
        Matcher matcher = COMPLETED.matcher(event.getFormattedMessage());
        if (matcher.matches()) {
            completed.add(new Checkpoint(Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(1))));
        }
    }

    List<Checkpoint> completed() {
        return List.copyOf(completed);
    }

    void clear() {
        completed.clear();
    }
}
