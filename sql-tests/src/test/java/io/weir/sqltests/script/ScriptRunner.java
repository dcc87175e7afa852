package io.weir.sqltests.script;

import io.weir.runtime.testing.RowText;
import io.weir.spi.connector.Option;
import io.weir.spi.data.DataType;
import io.weir.spi.data.RowKind;
import io.weir.spi.error.ErrorClass;
import io.weir.spi.error.WeirException;
import io.weir.sql.ParsedStatement;
import io.weir.sql.StatementParser;
import io.weir.sql.statement.SqlCreateView;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Runs one script in one mode, and gives back the script with what came out in the place of what was expected. */
final class ScriptRunner implements AutoCloseable {
    private static final String NOTHING = "(nothing)";

    private final Script script;
    private final RunMode mode;
    private final ScriptSession session;
    /** Views that some block looks at: these are kept up to date from their creation on. */
    private final Set<String> watched = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    ScriptRunner(Script script, RunMode mode, long seed) {
        this.script = script;
        this.mode = mode;
        this.session = new ScriptSession(mode, seed);
        for (Script.Block block : script.blocks()) {
            if (block.command().equals("expect") || block.command().equals("fail")) {
                watched.add(block.argument());
            }
        }
    }

    /** The script as text, with the results of this run. */
    String run() {
        List<String> blocks = new ArrayList<>();
        for (Script.Block block : script.blocks()) {
            List<String> lines = run(block);
            blocks.add((block.comment() + block.head() + String.join("\n", lines)).stripTrailing());
        }
        return String.join("\n\n", blocks) + "\n";
    }

    /** The script as text, as it was read. */
    static String text(Script script) {
        List<String> blocks = new ArrayList<>();
        for (Script.Block block : script.blocks()) {
            blocks.add((block.comment() + block.head() + String.join("\n", block.lines())).stripTrailing());
        }
        return String.join("\n\n", blocks) + "\n";
    }

    @Override
    public void close() {
        session.close();
    }

    private List<String> run(Script.Block block) {
        // What does not run in a process need not be done in all the ways to run one.
        boolean isStraight = mode.equals(RunMode.STRAIGHT);
        return switch (block.command()) {
            case "" -> {
                execute(block.argument());
                yield block.lines();
            }
            case "feed" -> {
                feed(block);
                yield block.lines();
            }
            case "clock" -> {
                session.advanceClock(Option.duration("clock", null, "")
                        .parse(block.argument())
                        .toMillis());
                session.endOfStep();
                yield block.lines();
            }
            case "expect" -> {
                List<String> change = session.change(block.argument());
                yield change.isEmpty() ? List.of(NOTHING) : change;
            }
            case "query" -> {
                List<String> rows = session.query(block.argument());
                yield rows.isEmpty() ? List.of(NOTHING) : rows;
            }
            case "fail" -> failure(session.failure(block.argument()));
            case "explain" ->
                isStraight
                        ? session.explain(block.argument())
                                .replaceAll("\n\n+", "\n")
                                .lines()
                                .toList()
                        : block.lines();
            case "error" -> isStraight ? error(block.argument()) : block.lines();
            case "show" ->
                session.catalog().get(block.argument()).toSql().lines().toList();
            default -> throw new IllegalStateException("unknown command " + block.command());
        };
    }

    private void execute(String text) {
        for (ParsedStatement statement : new StatementParser().parseScript(text)) {
            session.execute(statement.sql());
            if (statement.node() instanceof SqlCreateView view
                    && watched.contains(view.name().getSimple())) {
                session.watch(view.name().getSimple());
            }
        }
    }

    private void feed(Script.Block block) {
        String table = block.argument();
        for (String line : block.lines()) {
            List<String> words = RowFormat.words(line);
            if (words.get(0).equals("watermark")) {
                session.watermark(table, RowText.micros(words.get(1)));
                continue;
            }
            RowKind kind = RowFormat.kind(words.get(0));
            if (kind == null) {
                throw new IllegalArgumentException("a row begins with its kind: " + line);
            }
            List<DataType> types = session.table(table).types();
            if (words.size() - 1 != types.size()) {
                throw new IllegalArgumentException(
                        "row \"" + line + "\" has " + (words.size() - 1) + " values for " + types.size() + " columns");
            }
            List<@Nullable Object> values = new ArrayList<>();
            for (int i = 0; i < types.size(); i++) {
                values.add(RowFormat.value(types.get(i), words.get(i + 1)));
            }
            session.feed(table, kind, values);
        }
        session.table(table).mark();
        session.settle();
        session.endOfStep();
    }

    private static List<String> failure(@Nullable Throwable failure) {
        if (failure == null) {
            return List.of("no failure");
        }
        if (failure instanceof WeirException e && e.code().errorClass() != ErrorClass.INTERNAL) {
            return (e.sqlState() + " " + e.getMessage()).lines().toList();
        }
        throw new AssertionError("the job has failed with what is no answer to a user", failure);
    }

    private List<String> error(String sql) {
        try {
            session.execute(sql);
            return List.of("no error");
        } catch (WeirException e) {
            if (e.code().errorClass() == ErrorClass.INTERNAL) {
                throw e;
            }
            return e.getMessage().lines().toList();
        }
    }
}
