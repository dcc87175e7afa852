package io.weir.connector.nexmark;

import io.weir.spi.data.Column;
import io.weir.spi.data.LongColumn;

/** Makes one column of events that are all of one type. */
@FunctionalInterface
interface EventColumn {
    Column make(EventRun run);

    /** Makes one BIGINT value. */
    @FunctionalInterface
    interface LongValue {
        long of(long event, long epoch);
    }

    /** Writes one text value. */
    @FunctionalInterface
    interface TextValue {
        void write(TextWriter out, long event);
    }

    static Column longs(EventRun run, LongValue value) {
        long[] values = new long[run.count()];
        long[] events = run.events();
        long[] epochs = run.epochs();
        for (int i = 0; i < values.length; i++) {
            values[i] = value.of(events[i], epochs[i]);
        }
        return new LongColumn(values.length, values, null);
    }

    static Column texts(EventRun run, int expectedBytesPerRow, TextValue value) {
        TextWriter out = new TextWriter(run.count(), expectedBytesPerRow);
        for (int i = 0; i < run.count(); i++) {
            value.write(out, run.events()[i]);
            out.endValue();
        }
        return out.column();
    }

    /** Event times in microseconds. */
    static Column times(EventModel model, EventRun run) {
        long[] values = new long[run.count()];
        long[] events = run.events();
        double micros = model.microsPerEvent();
        for (int i = 0; i < values.length; i++) {
            values[i] = model.timeMillis(events[i], micros) * 1000;
        }
        return new LongColumn(values.length, values, null);
    }
}
