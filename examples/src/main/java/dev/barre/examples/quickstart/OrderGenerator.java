package dev.barre.examples.quickstart;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Writes orders as newline-delimited JSON: the same seed gives the same bytes, on every JVM. About one line in a hundred cannot
 * be bound to an {@link Order} and one in a hundred breaks a constraint, all kinds of {@link Defect} in turn. A few customers
 * place most of the orders, as they do.
 *
 * <p>Not safe for use by several threads.
 */
final class OrderGenerator {
    private static final int CUSTOMERS = 5_000;
    private static final int MOST_LINES = 5;
    private static final int MOST_MILLIS_BETWEEN_ORDERS = 4_000;
    private static final Instant FIRST_ORDER = Instant.parse("2026-03-02T06:00:00.125Z");

    private static final List<Defect> BINDING_DEFECTS = Defect.of(Defect.Stage.BINDING);
    private static final List<Defect> VALIDATION_DEFECTS = Defect.of(Defect.Stage.VALIDATION);

    /** {@code java.util.Random} because its sequence is part of its specification. */
    private final Random random;

    private final Map<Defect, Integer> defects = new EnumMap<>(Defect.class);
    private final Map<String, BigDecimal> totals = new TreeMap<>();
    private Instant placedAt = FIRST_ORDER;
    private int unbindable;
    private int invalid;

    private OrderGenerator(long seed) {
        this.random = new Random(seed);
    }

    /** Writes {@code orders} lines and says what is in them; neither flushes nor closes. */
    static Ledger write(long seed, int orders, OutputStream out) throws IOException {
        OrderGenerator generator = new OrderGenerator(seed);
        long bytes = 0;
        for (int number = 1; number <= orders; number++) {
            byte[] line = generator.line(number);
            out.write(line);
            out.write('\n');
            bytes += line.length + 1;
        }
        return new Ledger(orders, bytes, Map.copyOf(generator.defects), Map.copyOf(generator.totals));
    }

    private byte[] line(int number) {
        Draft draft = draft(number);
        byte[] json = draft.json.getBytes(StandardCharsets.UTF_8);
        return switch (random.nextInt(100)) {
            case 0 -> broken(json, BINDING_DEFECTS.get(unbindable++ % BINDING_DEFECTS.size()));
            case 1 -> broken(json, VALIDATION_DEFECTS.get(invalid++ % VALIDATION_DEFECTS.size()));
            default -> {
                totals.merge(draft.currency, draft.total, BigDecimal::add);
                yield json;
            }
        };
    }

    private byte[] broken(byte[] json, Defect defect) {
        defects.merge(defect, 1, Integer::sum);
        return defect.applyTo(json);
    }

    private record Draft(String json, String currency, BigDecimal total) {}

    private Draft draft(int number) {
        placedAt = placedAt.plusMillis(1 + random.nextInt(MOST_MILLIS_BETWEEN_ORDERS));
        OrderCatalogue.Place place = oneOf(OrderCatalogue.PLACES);
        StringBuilder lines = new StringBuilder();
        BigDecimal total = BigDecimal.ZERO;
        for (int count = 1 + random.nextInt(MOST_LINES); count > 0; count--) {
            OrderCatalogue.Product product = oneOf(OrderCatalogue.PRODUCTS);
            int quantity = 1 + random.nextInt(5);
            BigDecimal price = BigDecimal.valueOf(product.price(), 2);
            total = total.add(price.multiply(BigDecimal.valueOf(quantity)));
            lines.append("{\"sku\":\"").append(product.sku());
            lines.append("\",\"quantity\":").append(quantity);
            lines.append(",\"unitPrice\":").append(price.toPlainString());
            lines.append(count > 1 ? "}," : "}");
        }
        String json = "{\"orderId\":\"ORD-" + padded(number, 9)
                + "\",\"customerId\":\"C-" + padded(customer(), 5)
                + "\",\"placedAt\":\"" + placedAt
                + "\",\"channel\":\"" + oneOf(List.of(Order.Channel.values()))
                + "\",\"currency\":\"" + place.currency()
                + "\",\"lines\":[" + lines
                + "],\"shippingAddress\":{\"name\":\"" + oneOf(OrderCatalogue.FIRST_NAMES) + ' '
                + oneOf(OrderCatalogue.LAST_NAMES)
                + "\",\"street\":\"" + place.street() + ' ' + (1 + random.nextInt(180))
                + "\",\"city\":\"" + place.city()
                + "\",\"postalCode\":\"" + place.postalCode()
                + "\",\"country\":\"" + place.country() + "\"}}";
        return new Draft(json, place.currency(), total);
    }

    /** The cube bends an even draw towards 0: a tenth of the customers place nearly half of the orders. */
    private int customer() {
        double draw = random.nextDouble();
        return (int) (CUSTOMERS * draw * draw * draw);
    }

    private <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private static String padded(int number, int width) {
        String digits = Integer.toString(number);
        return "0".repeat(Math.max(0, width - digits.length())) + digits;
    }
}
