package io.weir.planner.expression.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Against {@link BigInteger}, with the numbers around each border and many of any size. */
final class WideTest {
    private static final long SEED = 11;
    private static final BigInteger LIMIT = BigInteger.ONE.shiftLeft(127);

    private static List<BigInteger> numbers() {
        List<BigInteger> numbers = new ArrayList<>();
        for (int bits : new int[] {0, 1, 31, 32, 62, 63, 64, 65, 95, 125, 126, 127}) {
            for (long near : new long[] {-2, -1, 0, 1, 2}) {
                BigInteger number = BigInteger.ONE.shiftLeft(bits).add(BigInteger.valueOf(near));
                numbers.add(number);
                numbers.add(number.negate());
            }
        }
        BigInteger most = BigInteger.TEN.pow(38).subtract(BigInteger.ONE);
        numbers.add(most);
        numbers.add(most.negate());
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 200; i++) {
            BigInteger any =
                    BigInteger.valueOf(random.nextLong()).shiftLeft(64).add(BigInteger.valueOf(random.nextLong()));
            numbers.add(any.shiftRight(random.nextInt(128)));
        }
        numbers.removeIf(number -> !fits(number));
        return numbers;
    }

    private static boolean fits(BigInteger number) {
        return number.bitLength() <= 127 && number.abs().compareTo(LIMIT) < 0;
    }

    private static long high(BigInteger number) {
        return number.shiftRight(64).longValue();
    }

    private static long low(BigInteger number) {
        return number.longValue();
    }

    private static BigInteger wide(long high, long low) {
        return Wide.toDecimal(high, low, 0).toBigIntegerExact();
    }

    @Test
    void decimalsHaveTheirValueAndScale() {
        for (BigInteger number : numbers()) {
            assertThat(Wide.toDecimal(high(number), low(number), 7)).isEqualTo(new BigDecimal(number, 7));
        }
    }

    @Test
    void sumsAndDifferencesAreExact() {
        for (BigInteger a : numbers()) {
            for (BigInteger b : numbers()) {
                if (fits(a.add(b))) {
                    assertThat(wide(Wide.addHigh(high(a), low(a), high(b), low(b)), low(a) + low(b)))
                            .as("%s + %s", a, b)
                            .isEqualTo(a.add(b));
                }
                if (fits(a.subtract(b))) {
                    assertThat(wide(Wide.subtractHigh(high(a), low(a), high(b), low(b)), low(a) - low(b)))
                            .as("%s - %s", a, b)
                            .isEqualTo(a.subtract(b));
                }
            }
        }
    }

    @Test
    void productsWithALongAreExact() {
        for (BigInteger a : numbers()) {
            for (BigInteger b : numbers()) {
                if (b.bitLength() <= 63 && fits(a.multiply(b))) {
                    long factor = b.longValue();
                    assertThat(wide(Wide.multiplyHigh(high(a), low(a), factor), low(a) * factor))
                            .as("%s * %s", a, b)
                            .isEqualTo(a.multiply(b));
                }
            }
        }
    }

    @Test
    void theOrderIsThatOfTheNumbers() {
        for (BigInteger a : numbers()) {
            for (BigInteger b : numbers()) {
                assertThat(Wide.isLess(high(a), low(a), high(b), low(b)))
                        .as("%s < %s", a, b)
                        .isEqualTo(a.compareTo(b) < 0);
            }
        }
    }
}
