package io.weir.jdbc.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParameterValuesTest {
    @Test
    void textWithHalfACharacterIsRefused() throws SQLException {
        assertThat(ParameterValues.encode("a\uD83D\uDE00b", ZoneOffset.UTC).value)
                .isEqualTo("a\uD83D\uDE00b");
        for (Object value : List.of("a\uD83Db", "\uDE00", List.of("x", "\uD83D"))) {
            assertThatThrownBy(() -> ParameterValues.encode(value, ZoneOffset.UTC))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22021"))
                    .hasMessageContaining("surrogate");
        }
    }
}
