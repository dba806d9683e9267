package dev.barre.benchmarks.arm;

import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.List;

/** An {@link Order} as it is read where every value is validated: the same JSON, and a dozen constraints. */
public record ConstrainedOrder(
        @NotNull @Pattern(regexp = "ord-[0-9]+") String orderId,
        @NotNull @Size(min = 6, max = 20) String customerId,
        @NotNull @Size(min = 3, max = 3) String currency,
        @NotNull String channel,
        @Positive long placedAt,
        @NotEmpty List<@Valid Line> lines,
        @NotNull @Valid Address address)
        implements Payload {
    /** What is ordered. */
    public record Line(
            @NotNull @Size(min = 4, max = 20) String sku,
            @Min(1) int quantity,
            @NotNull @DecimalMin("0.01") BigDecimal price) {}

    /** Where it goes. */
    public record Address(
            @NotNull String street,
            @NotNull String city,
            @NotNull @Size(max = 10) String zip,
            @NotNull String country) {}

    @Override
    public int lineCount() {
        return lines.size();
    }
}
