package io.weir.benchmarks.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class HashedColumnsTest {
    private static final List<String> COLUMNS = List.of("auction", "bidder", "price");

    @Test
    void allColumnsUnlessSomeAreNamed() {
        assertThat(HashedColumns.of("", COLUMNS)).containsExactly(0, 1, 2);
        assertThat(HashedColumns.of("price;auction", COLUMNS)).containsExactly(2, 0);
    }

    @Test
    void aNameThatIsNoColumnIsRefused() {
        assertThatThrownBy(() -> HashedColumns.of("cost", COLUMNS))
                .hasMessage("column 'cost' of hash-columns is not one of [auction, bidder, price]");
    }
}
