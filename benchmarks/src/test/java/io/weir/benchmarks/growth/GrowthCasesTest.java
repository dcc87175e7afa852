package io.weir.benchmarks.growth;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.benchmarks.growth.GrowthCase.Axis;
import io.weir.benchmarks.run.EngineSettings;
import io.weir.benchmarks.run.ScriptRequest;
import io.weir.sql.StatementParser;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GrowthCasesTest {
    private static List<GrowthCase> cases(Axis axis) {
        return GrowthCases.of(axis, 4_000_000, 8000, 10_000_000, 2, 4096);
    }

    @ParameterizedTest
    @EnumSource(Axis.class)
    void everyScriptIsReadByWeir(Axis axis) {
        for (GrowthCase given : cases(axis)) {
            ScriptRequest request = given.request(new EngineSettings("rocksdb", 2, 1, 0, "/folder"));
            assertThat(new StatementParser().parseScript(request.measured("'connector' = 'a'")))
                    .hasSize(3);
        }
    }

    @Test
    void keysGrowTenfoldAndEachIsMetTwice() {
        assertThat(cases(Axis.KEYS))
                .extracting(GrowthCase::place)
                .containsExactly("100K", "100K", "1.00M", "1.00M", "10.00M", "10.00M");
        assertThat(cases(Axis.KEYS)).allMatch(given -> given.rows() >= 2 * given.keys());
    }

    @Test
    void stateIsAMultipleOfTheCacheAndOfNativeMemory() {
        GrowthCase last = cases(Axis.STATE).get(cases(Axis.STATE).size() - 1);
        assertThat(last.place()).isEqualTo("20.0");
        assertThat(last.keys() * 48 / (256 << 20)).isEqualTo(19);
        assertThat(last.request(new EngineSettings("rocksdb", 2, 1, 0, "/folder"))
                        .settings()
                        .stateBytes())
                .isEqualTo(256 << 20);
    }
}
