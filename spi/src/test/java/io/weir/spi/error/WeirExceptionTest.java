package io.weir.spi.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WeirExceptionTest {
    @Test
    void theMessageHasAllParts() {
        WeirException e = new WeirException(ErrorCode.UNKNOWN_COLUMN, "table \"clicks\" has no column \"usr_id\"")
                .at(1, 8)
                .withDetail("The columns are \"user_id\", \"ts\".")
                .withHint("Did you mean \"user_id\"?");
        assertThat(e.getMessage())
                .isEqualTo("1:8: table \"clicks\" has no column \"usr_id\"\n"
                        + "Detail: The columns are \"user_id\", \"ts\".\nHint: Did you mean \"user_id\"?");
        assertThat(e.sqlState()).isEqualTo("42703");
    }

    @Test
    void theFirstPositionIsKept() {
        WeirException e =
                new WeirException(ErrorCode.SYNTAX_ERROR, "x").at(2, 3).at(9, 9);
        assertThat(e.position()).isEqualTo(new WeirException.Position(2, 3));
    }

    @Test
    void everyCodeHasItsOwnNumberAndAWellFormedState() {
        Set<Integer> numbers = new HashSet<>();
        for (ErrorCode code : ErrorCode.values()) {
            assertThat(numbers.add(code.number())).as("%s", code).isTrue();
            assertThat(code.sqlState()).matches("[0-9A-Z]{5}");
        }
    }

    @Test
    void theNearestNameIsFoundAcrossCommonTypingErrors() {
        List<String> names = List.of("user_id", "ts", "amount");
        assertThat(NearestName.of("usr_id", names)).contains("user_id");
        assertThat(NearestName.of("USER_ID", names)).contains("user_id");
        assertThat(NearestName.of("amuont", names)).contains("amount");
        assertThat(NearestName.of("completely_different", names)).isEmpty();
        assertThat(NearestName.hint("st", names)).isEqualTo("Did you mean \"ts\"?");
        assertThat(NearestName.of("x", names)).isEmpty();
        assertThat(NearestName.of("id", names)).isEmpty();
    }

    @Test
    void theMiddleOfAVeryLongNameIsLeftOut() {
        String name = "a".repeat(2_990) + "b".repeat(10);
        WeirException e = new WeirException(ErrorCode.UNKNOWN_COLUMN, "no column \"" + name + "\" in \"t\"")
                .withHint("Not \"" + name + "\".");
        String shown = "a".repeat(100) + "..." + "a".repeat(10) + "b".repeat(10);
        assertThat(e.primary()).isEqualTo("no column \"" + shown + "\" in \"t\"");
        assertThat(e.getMessage()).isEqualTo(e.primary() + "\nHint: Not \"" + shown + "\".");
        assertThat(new WeirException(ErrorCode.UNKNOWN_COLUMN, "many words ".repeat(200)).primary())
                .hasSize(2_200);
    }
}
