package io.weir.spi.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class ObjectColumnTest {
    private static final String[] NUMBERS = {
        "0",
        "-1",
        "9223372036854775807",
        "-9223372036854775808",
        "9223372036854775808",
        "-9223372036854775809",
        "18446744073709551615",
        "18446744073709551616",
        "99999999999999999999999999999999999999",
        "-99999999999999999999999999999999999999"
    };

    private static ObjectColumn packed(boolean[] nulls) {
        long[] high = new long[NUMBERS.length];
        long[] low = new long[NUMBERS.length];
        for (int i = 0; i < NUMBERS.length; i++) {
            BigInteger number = new BigInteger(NUMBERS[i]);
            high[i] = number.shiftRight(Long.SIZE).longValue();
            low[i] = number.longValue();
        }
        return ObjectColumn.ofDecimals(NUMBERS.length, high, low, 3, nulls);
    }

    private static BigDecimal decimal(int index) {
        return new BigDecimal(new BigInteger(NUMBERS[index]), 3);
    }

    @Test
    void packedDecimalsShowTheirObjects() {
        ObjectColumn column = packed(null);
        for (int i = 0; i < NUMBERS.length; i++) {
            assertThat(column.values()[i]).isEqualTo(decimal(i));
            assertThat(column.isNull(i)).isFalse();
        }
        assertThat(column.values()).isSameAs(column.values());
    }

    @Test
    void packedDecimalsThatFitALongAreThereAsNumbers() {
        PackedDecimals decimals = packed(null).packedDecimals();
        assertThat(decimals.scale()).isEqualTo(3);
        for (int i = 0; i < NUMBERS.length; i++) {
            boolean isLong = new BigInteger(NUMBERS[i]).bitLength() < Long.SIZE;
            assertThat(decimals.isLong(i)).as(NUMBERS[i]).isEqualTo(isLong);
            if (isLong) {
                assertThat(decimals.longAt(i)).isEqualTo(Long.parseLong(NUMBERS[i]));
            }
        }
        assertThat(new ObjectColumn(1, new Object[] {decimal(0)}).packedDecimals())
                .isNull();
    }

    @Test
    void packedDecimalsAreGatheredBeforeAndAfterTheirObjectsWereMade() {
        boolean[] nulls = new boolean[NUMBERS.length];
        nulls[4] = true;
        ObjectColumn column = packed(nulls);
        int[] positions = {9, 4, 0, 9};
        ObjectColumn before = column.gather(positions, 4);
        assertThat(column.values()[4]).isNull();
        ObjectColumn after = column.gather(positions, 4);
        assertThat(before.values()).containsExactly(decimal(9), null, decimal(0), decimal(9));
        assertThat(after.values()).containsExactly(before.values());
        assertThat(before.isNull(1)).isTrue();
        assertThat(after.isNull(1)).isTrue();
        assertThat(before.gather(new int[] {0}, 1).nulls()).isNull();
    }

    @Test
    void itsMemoryIsTheSameBeforeAndAfterTheObjectsWereMade() {
        ObjectColumn column = packed(null);
        long before = column.retainedBytes();
        column.values();
        assertThat(column.retainedBytes()).isEqualTo(before);
    }

    @Test
    void arraysThatAreTooShortAreRefused() {
        assertThatThrownBy(() -> ObjectColumn.ofDecimals(2, new long[2], new long[1], 0, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("length 2 exceeds the arrays");
    }
}
