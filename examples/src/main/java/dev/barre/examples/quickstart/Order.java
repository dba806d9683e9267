package dev.barre.examples.quickstart;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * An order of a web shop. The types say what can be bound, the annotations what is valid; the connector checks both before a
 * service sees the record.
 */
public record Order(
        @NotBlank String orderId,
        @NotBlank String customerId,
        @NotNull Instant placedAt,
        @NotNull Channel channel,

        @NotNull @Pattern(regexp = "[A-Z]{3}", message = "must be an ISO 4217 code")
        String currency,

        @NotEmpty List<@NotNull @Valid Line> lines,
        @NotNull @Valid Address shippingAddress) {

    /** Where the order was placed. */
    public enum Channel {
        /** The web shop. */
        WEB,
        /** The app. */
        MOBILE,
        /** A shop counter. */
        STORE,
        /** By telephone. */
        PHONE,
        /** Another company's market place. */
        MARKETPLACE
    }

    /** A product and how many of it. */
    public record Line(
            @NotBlank String sku,
            @Positive int quantity,
            @NotNull @PositiveOrZero BigDecimal unitPrice) {}

    /** Where the goods go. */
    public record Address(
            @NotBlank String name,
            @NotBlank String street,
            @NotBlank String city,
            @NotBlank String postalCode,

            @NotNull @Pattern(regexp = "[A-Z]{2}", message = "must be an ISO 3166 code")
            String country) {}

    /** What the order costs: the sum of quantity times unit price. */
    public BigDecimal total() {
        return lines.stream()
                .map(line -> line.unitPrice().multiply(BigDecimal.valueOf(line.quantity())))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
