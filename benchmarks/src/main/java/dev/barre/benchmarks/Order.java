package dev.barre.benchmarks;

import java.math.BigDecimal;
import java.util.List;
import java.util.Random;

/** What is sent: about 285 bytes as JSON. */
record Order(
        String orderId,
        String customerId,
        String currency,
        String channel,
        long placedAt,
        List<Line> lines,
        Address address) {
    record Line(String sku, int quantity, BigDecimal unitPrice) {}

    record Address(String street, String city, String postalCode, String country) {}

    static Order of(int number, Random random) {
        return new Order(
                "ord-" + (10_000_000 + number),
                "cust-" + (100_000 + random.nextInt(50_000)),
                "EUR",
                "WEB",
                1_790_000_000_000L + number,
                List.of(
                        new Line("sku-" + (1000 + random.nextInt(9000)), 1 + random.nextInt(5), price(random)),
                        new Line("sku-" + (1000 + random.nextInt(9000)), 1 + random.nextInt(5), price(random))),
                new Address(100 + random.nextInt(900) + " High St", "Utrecht", "3511 AB", "NL"));
    }

    private static BigDecimal price(Random random) {
        return BigDecimal.valueOf(100 + random.nextInt(9900), 2);
    }
}
