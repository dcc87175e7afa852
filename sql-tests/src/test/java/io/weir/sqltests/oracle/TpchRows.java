package io.weir.sqltests.oracle;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random rows in the shape of TPC-H's, few and from small domains, so that every query finds some. Dates are days since 1970.
 */
final class TpchRows {
    private static final String[] REGIONS = {"AFRICA", "AMERICA", "ASIA", "EUROPE", "MIDDLE EAST"};
    private static final String[] NATIONS = {
        "ALGERIA", "ARGENTINA", "BRAZIL", "CANADA", "EGYPT", "ETHIOPIA", "FRANCE", "GERMANY", "INDIA", "INDONESIA",
        "IRAN", "IRAQ", "JAPAN", "JORDAN", "KENYA", "MOROCCO", "MOZAMBIQUE", "PERU", "CHINA", "ROMANIA",
        "SAUDI ARABIA", "VIETNAM", "RUSSIA", "UNITED KINGDOM", "UNITED STATES"
    };
    private static final int[] REGION_OF = {0, 1, 1, 1, 4, 0, 3, 3, 2, 2, 4, 4, 2, 4, 0, 0, 0, 1, 2, 3, 4, 2, 3, 3, 1};
    private static final int[] BUSY_NATIONS = {2, 6, 7, 20, 3, 8};
    private static final String[] COLOURS = {"green", "forest", "almond", "blue"};
    private static final String[] BRANDS = {"Brand#12", "Brand#23", "Brand#34", "Brand#45"};
    private static final String[] TYPES = {
        "ECONOMY ANODIZED STEEL", "STANDARD POLISHED BRASS", "PROMO BURNISHED COPPER", "MEDIUM POLISHED TIN"
    };
    private static final String[] CONTAINERS = {"SM CASE", "SM BOX", "MED BAG", "MED BOX", "LG CASE", "LG BOX"};
    private static final String[] SEGMENTS = {"BUILDING", "AUTOMOBILE", "MACHINERY"};
    private static final String[] PHONES = {"13", "31", "23", "29", "30", "18", "17", "11"};
    private static final String[] PRIORITIES = {"1-URGENT", "2-HIGH", "3-MEDIUM", "5-LOW"};
    private static final String[] MODES = {"AIR", "AIR REG", "MAIL", "SHIP", "TRUCK"};
    private static final int FIRST_DAY = (int) LocalDate.of(1992, 6, 1).toEpochDay();
    private static final int DAYS = 2000;

    private final Random random;

    TpchRows(Random random) {
        this.random = random;
    }

    private String one(String... values) {
        return values[random.nextInt(values.length)];
    }

    private BigDecimal money(int low, int high) {
        return BigDecimal.valueOf(low * 100L + random.nextInt((high - low) * 100), 2);
    }

    private BigDecimal hundredths(int most) {
        return BigDecimal.valueOf(random.nextInt(most + 1), 2);
    }

    static List<List<Object>> regions() {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < REGIONS.length; i++) {
            rows.add(List.of(i, REGIONS[i]));
        }
        return rows;
    }

    static List<List<Object>> nations() {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < NATIONS.length; i++) {
            rows.add(List.of(i, NATIONS[i], REGION_OF[i]));
        }
        return rows;
    }

    private int nation() {
        return random.nextInt(5) == 0
                ? random.nextInt(NATIONS.length)
                : BUSY_NATIONS[random.nextInt(BUSY_NATIONS.length)];
    }

    List<Object> supplier(int key) {
        String comment = random.nextInt(5) == 0 ? "slow Customer with Complaints" : "nothing special";
        return List.of(
                key, "Supplier#" + key, "street " + key, nation(), one(PHONES) + "-1", money(-900, 9000), comment);
    }

    List<Object> part(int key) {
        return List.of(
                key,
                one(COLOURS) + " " + one(COLOURS),
                "Manufacturer#" + (1 + random.nextInt(2)),
                one(BRANDS),
                one(TYPES),
                one("15", "1", "4", "9", "14", "23", "49").transform(Integer::valueOf),
                one(CONTAINERS));
    }

    List<Object> partSupplier(int part, int supplier) {
        return List.of(part, supplier, 1 + random.nextInt(400), money(1, 1000));
    }

    List<Object> customer(int key) {
        return List.of(
                key,
                "Customer#" + key,
                "street " + key,
                nation(),
                one(PHONES) + "-2",
                money(-900, 9000),
                one(SEGMENTS),
                "comment " + key);
    }

    List<Object> order(int key, int customer) {
        String comment = random.nextInt(4) == 0 ? "has special requests" : "usual";
        return List.of(
                key,
                customer,
                one("F", "O", "P"),
                money(100, 50_000),
                FIRST_DAY + random.nextInt(DAYS),
                one(PRIORITIES),
                comment);
    }

    List<Object> item(List<Object> order, int line, int part, int supplier) {
        int ordered = (Integer) order.get(4);
        int shipped = ordered + 1 + random.nextInt(60);
        return List.of(
                order.get(0),
                part,
                supplier,
                line,
                BigDecimal.valueOf(100L + 100L * random.nextInt(50), 2),
                money(1, 9000),
                hundredths(10),
                hundredths(8),
                one("R", "A", "N"),
                one("O", "F"),
                shipped,
                ordered + random.nextInt(90),
                shipped + 1 + random.nextInt(30),
                one("DELIVER IN PERSON", "COLLECT COD"),
                one(MODES));
    }
}
