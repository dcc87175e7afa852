package io.weir.benchmarks.bank;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.sql.StatementParser;
import org.junit.jupiter.api.Test;

class BankScriptTest {
    @Test
    void bothEnginesHaveTheSameViews() {
        assertThat(BankScript.weir(2)).hasSize(5).allSatisfy(sql -> new StatementParser().parseScript(sql));
        assertThat(new StatementParser().parseScript(BankScript.peer("'connector' = 'a'", "'connector' = 'b'")))
                .hasSize(7);
        assertThat(BankScript.weir(1).get(3)).contains("c.total - d.total");
        assertThat(BankScript.peer("'a' = 'b'", "'a' = 'b'")).contains("c.total - d.total");
    }
}
