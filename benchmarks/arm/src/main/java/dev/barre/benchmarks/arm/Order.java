package dev.barre.benchmarks.arm;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What is sent: JSON of about 285 bytes, or more where it has more lines. */
public record Order(
        String orderId,
        String customerId,
        String currency,
        String channel,
        long placedAt,
        List<Line> lines,
        Address address)
        implements Payload {
    /** What an order is without lines, and one of them, in bytes of JSON. */
    private static final int BYTES_WITHOUT_LINES = 192;

    private static final int BYTES_OF_A_LINE = 47;

    /** What is ordered. */
    public record Line(String sku, int quantity, BigDecimal price) {}

    /** Where it goes. */
    public record Address(String street, String city, String zip, String country) {}

    /** An order of about so many bytes, of at least two lines. */
    public static Order of(long number, long placedAt, int bytes, Random random) {
        int count = Math.max(2, (bytes - BYTES_WITHOUT_LINES) / BYTES_OF_A_LINE);
        List<Line> lines = new ArrayList<>(count);
        for (int line = 0; line < count; line++) {
            lines.add(new Line("sku-" + (1000 + random.nextInt(9000)), 1 + random.nextInt(5), price(random)));
        }
        return new Order(
                "ord-" + (10_000_000 + number),
                "cust-" + (100_000 + random.nextInt(50_000)),
                "EUR",
                "WEB",
                placedAt,
                lines,
                new Address(100 + random.nextInt(900) + " High St", "Delft", "2611 AB", "NL"));
    }

    private static BigDecimal price(Random random) {
        return BigDecimal.valueOf(100 + random.nextInt(9900), 2);
    }

    @Override
    public int lineCount() {
        return lines.size();
    }
}
