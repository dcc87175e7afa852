package io.weir.spi.connector;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a table's rows come from: an immutable description from which each subtask makes its reader.
 *
 * <p>What is read consists of <em>splits</em> (a partition, a file), each with an id that stays the same over restarts.
 * Split {@code id} belongs to the subtask {@code SourceContext.owns(id)} says; readers find splits by themselves. No
 * coordination is needed, and a rescale only changes who owns what.
 */
public interface Source {
    /** Whether it ends by itself. */
    boolean isBounded();

    /**
     * Connects and checks that the source can be read (reachable, topic exists, schema fits). Blocking, with a bound of
     * its own of about ten seconds; called when a job is created. @throws io.weir.spi.error.WeirException that says
     * what to do
     */
    default void validate() {}

    /**
     * The same source, yielding only some of the physical columns, for sources that save work by it.
     *
     * @param wanted ascending indexes of physical columns, possibly none; batches then hold these columns, in this
     *     order, and behind them the metadata columns as before. Splits and positions are those of the whole source.
     * @return empty if this source always yields all columns
     */
    default Optional<Source> withColumns(List<Integer> wanted) {
        return Optional.empty();
    }

    /**
     * The same source, leaving out rows that have other values than these, for sources that find rows by them. The
     * engine filters nevertheless: rows may be left out, and need not be.
     *
     * @param values boxed values, none of them null, by index of physical column of the whole table
     * @return empty if this source does not save anything by it
     */
    default Optional<Source> withValues(Map<Integer, Object> values) {
        return Optional.empty();
    }

    /**
     * Makes the reader of one subtask. Called on an I/O thread, may block briefly.
     *
     * @param restored the positions of <em>all</em> splits in the checkpoint, those of other subtasks included; empty
     *     on a fresh start ({@link SourceContext#isRestored} tells a fresh start from a checkpoint without splits). A
     *     reader continues those it owns, even if the external system does not list them at the moment, and starts
     *     splits that it discovers later and that are not among them from their beginning.
     */
    SourceReader createReader(SourceContext context, List<SplitPosition> restored);
}
