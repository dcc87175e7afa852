package io.weir.runtime.operator.aggregate;

import static io.weir.runtime.testing.Types.BIGINT;
import static io.weir.runtime.testing.Types.BOOLEAN;
import static io.weir.runtime.testing.Types.DOUBLE;
import static io.weir.runtime.testing.Types.INTEGER;
import static io.weir.runtime.testing.Types.VARCHAR;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.runtime.operator.aggregate.AggregateCall.Kind;
import io.weir.runtime.state.StrictStateBackends;
import io.weir.runtime.testing.FirstPhase;
import io.weir.runtime.testing.NetContent;
import io.weir.runtime.testing.OperatorHarness;
import io.weir.runtime.testing.RandomChangelog;
import io.weir.runtime.testing.Seeds;
import io.weir.spi.data.DataType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Every aggregate over random changelogs of (key, argument, filter), against its definition. */
@SuppressWarnings("ReferenceEquality") // equal rows and constants may stand several times; this very one is meant
final class GroupAggregateModelTest {
    private static final DataType SHORT_DECIMAL = DataType.decimal(10, 2);
    private static final DataType WIDE_DECIMAL = DataType.decimal(30, 4);

    /** An aggregate, its argument and its result. */
    private record Choice(Kind kind, DataType argument, DataType result) {}

    private static List<Choice> choices() {
        List<Choice> choices = new ArrayList<>();
        for (DataType type : List.of(BIGINT, INTEGER, DOUBLE, SHORT_DECIMAL, WIDE_DECIMAL)) {
            DataType sum = type == INTEGER ? BIGINT : type == SHORT_DECIMAL ? DataType.decimal(38, 2) : type;
            choices.add(new Choice(Kind.SUM, type, sum));
            choices.add(new Choice(Kind.SUM0, type, sum));
            choices.add(new Choice(Kind.AVG, type, type == SHORT_DECIMAL ? DataType.decimal(38, 6) : type));
        }
        for (DataType type : List.of(BIGINT, INTEGER, DOUBLE, SHORT_DECIMAL, WIDE_DECIMAL, VARCHAR)) {
            choices.add(new Choice(Kind.COUNT, type, BIGINT));
            choices.add(new Choice(Kind.MIN, type, type));
            choices.add(new Choice(Kind.MAX, type, type));
            choices.add(new Choice(Kind.ANY_VALUE, type, type));
            choices.add(new Choice(Kind.MODE, type, type));
        }
        for (Kind kind : List.of(Kind.BIT_AND, Kind.BIT_OR, Kind.BIT_XOR)) {
            choices.add(new Choice(kind, BIGINT, BIGINT));
        }
        for (Kind kind : List.of(Kind.VAR_POP, Kind.VAR_SAMP, Kind.STDDEV_POP, Kind.STDDEV_SAMP)) {
            choices.add(new Choice(kind, BIGINT, DOUBLE));
            choices.add(new Choice(kind, DOUBLE, DOUBLE));
        }
        choices.add(new Choice(Kind.BOOL_AND, BOOLEAN, BOOLEAN));
        choices.add(new Choice(Kind.BOOL_OR, BOOLEAN, BOOLEAN));
        choices.add(new Choice(Kind.LISTAGG, VARCHAR, VARCHAR));
        return choices;
    }

    @Test
    void resultsAreThoseOfTheRowsThatAreThere() {
        List<Choice> choices = choices();
        Seeds.forEach(choices.size() * 5, random -> run(choices.get(random.nextInt(choices.size())), random));
    }

    private void run(Choice choice, Random random) {
        boolean distinct = random.nextInt(3) == 0;
        int filterColumn = random.nextInt(3) == 0 ? 2 : -1;
        boolean insertOnly = random.nextInt(3) == 0;
        AggregateCall call = new AggregateCall(
                choice.kind,
                List.of(1),
                List.of(choice.argument),
                filterColumn,
                distinct,
                List.of(),
                choice.result,
                List.of());
        AggregateCall count = AggregateCall.of(Kind.COUNT, List.of(), List.of(), BIGINT);
        StrictStateBackends backends = new StrictStateBackends();
        RandomChangelog changelog = new RandomChangelog(
                random,
                () -> (random.nextInt(5) == 0 ? "NULL" : random.nextInt(3)) + " " + value(choice.argument, random) + " "
                        + List.of("true", "false", "NULL").get(random.nextInt(3)),
                insertOnly);
        NetContent content = new NetContent();
        List<AggregateCall> calls = List.of(call, count);
        List<DataType> rowTypes = List.of(BIGINT, choice.argument, BOOLEAN);
        // Of calls without a first phase this one is never asked for anything.
        boolean hasTwoPhases = AggregateFunctions.areMergeable(calls, insertOnly) && random.nextBoolean();
        LocalAggregateFactory local = new LocalAggregateFactory(
                "local",
                "LocalGroupAggregate",
                List.of(0),
                List.of(BIGINT),
                hasTwoPhases ? calls : List.of(count),
                Optional.empty(),
                random.nextBoolean(),
                1);
        try (FirstPhase first = new FirstPhase(local, rowTypes);
                OperatorHarness harness = OperatorHarness.of(new GroupAggregateFactory(
                                "group", "GroupAggregate", List.of(0), List.of(BIGINT), calls, insertOnly, true, 0))
                        .input(BIGINT, choice.argument, BOOLEAN)
                        .input(FirstPhase.groupTypes(local))
                        .output(BIGINT, choice.result, BIGINT)
                        .state(backends)
                        .open()) {
            for (int step = 0; step < 5; step++) {
                process(first, harness, hasTwoPhases, changelog.batch(1 + random.nextInt(40)));
                process(first, harness, hasTwoPhases, changelog.settle());
                content.apply(harness.rows());
                assertThat(content.rows()).as("%s", call).isEqualTo(expected(call, changelog.rows()));
            }
            process(
                    first,
                    harness,
                    hasTwoPhases,
                    changelog.rows().stream()
                            .map(row -> (insertOnly ? "+I " : "-D ") + row)
                            .toList());
            if (!insertOnly) {
                assertThat(content.apply(harness.rows()).rows()).isEmpty();
                assertThat(backends.lastSnapshot().size("groups"))
                        .as("%s", call)
                        .isZero();
            }
        }
    }

    private static void process(FirstPhase first, OperatorHarness harness, boolean hasTwoPhases, List<String> rows) {
        if (hasTwoPhases) {
            int unused = first.process(harness, rows.toArray(String[]::new));
        } else {
            harness.process(0, rows.toArray(String[]::new));
        }
    }

    private static String value(DataType type, Random random) {
        if (random.nextInt(5) == 0) {
            return "NULL";
        }
        int number = random.nextInt(7) - 3;
        return switch (type.kind()) {
            case BOOLEAN -> String.valueOf(number > 0);
            case DOUBLE -> String.valueOf(number * 0.5 + 0.0);
            case DECIMAL ->
                BigDecimal.valueOf(number * 25L, 2).setScale(type.scale()).toPlainString();
            case VARCHAR -> "v" + (number + 3);
            default -> String.valueOf(number);
        };
    }

    private static List<String> expected(AggregateCall call, List<String> rows) {
        Map<String, List<String[]>> groups = new TreeMap<>();
        for (String row : rows) {
            String[] words = row.split(" ");
            groups.computeIfAbsent(words[0], key -> new ArrayList<>()).add(words);
        }
        List<String> expected = new ArrayList<>();
        groups.forEach(
                (key, group) -> expected.add(key + " " + AggregateModel.result(call, group) + " " + group.size()));
        Collections.sort(expected);
        return expected;
    }
}
