package dev.barre.kafka.conformance;

/** A payload without constraints. */
public record Order(int orderId, String productName, boolean paymentValid) {
    static Order numbered(int orderId) {
        return new Order(orderId, "product-" + orderId, true);
    }
}
