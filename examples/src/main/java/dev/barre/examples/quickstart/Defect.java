package dev.barre.examples.quickstart;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * The ways in which a line of the orders file can be wrong, and how each is made from a good line. The text that is edited has
 * one character per byte (ISO 8859-1), so that a defect can break the encoding too.
 */
enum Defect {
    TRUNCATED_JSON(Stage.BINDING, json -> json.substring(0, json.length() * 2 / 3)),
    WRONG_TYPE(Stage.BINDING, json -> json.replaceFirst("\"quantity\":\\d+", "\"quantity\":\"two\"")),
    UNKNOWN_FIELD(Stage.BINDING, json -> json.replaceFirst("\\{", "{\"couponCode\":\"SPRING10\",")),
    UNKNOWN_CHANNEL(Stage.BINDING, json -> json.replaceFirst("\"channel\":\"", "\"channel\":\"FAX_")),
    NO_INSTANT(Stage.BINDING, json -> json.replaceFirst("\"placedAt\":\"[^\"]+\"", "\"placedAt\":\"yesterday\"")),
    MALFORMED_UTF8(Stage.BINDING, json -> json.replaceFirst("\"name\":\"", "\"name\":\"\u00c3(")),
    NOT_JSON(Stage.BINDING, json -> json.replaceAll("[{}\\[\\]\"]", "").replace(',', ';')),

    NEGATIVE_QUANTITY(Stage.VALIDATION, json -> json.replaceFirst("\"quantity\":", "\"quantity\":-")),
    NEGATIVE_PRICE(Stage.VALIDATION, json -> json.replaceFirst("\"unitPrice\":", "\"unitPrice\":-")),
    BLANK_SKU(Stage.VALIDATION, json -> json.replaceFirst("\"sku\":\"[^\"]+\"", "\"sku\":\"  \"")),
    BAD_CURRENCY(Stage.VALIDATION, json -> json.replaceFirst("\"currency\":\"[^\"]+\"", "\"currency\":\"Euro\"")),
    NO_LINES(Stage.VALIDATION, json -> json.replaceFirst("\"lines\":\\[.*?]", "\"lines\":[]")),
    NO_ADDRESS(Stage.VALIDATION, json -> json.replaceFirst(",\"shippingAddress\":\\{.*?}", ""));

    /** Where a reader notices. */
    enum Stage {
        /** The bytes are not an order. */
        BINDING,
        /** The order breaks a constraint. */
        VALIDATION;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @SuppressWarnings("ImmutableEnumChecker") // the type of lambdas is not marked; these here have no state
    private final UnaryOperator<String> edit;

    private final Stage stage;

    Defect(Stage stage, UnaryOperator<String> edit) {
        this.stage = stage;
        this.edit = edit;
    }

    Stage stage() {
        return stage;
    }

    /** All defects of a stage, in their order here. */
    static List<Defect> of(Stage stage) {
        return Arrays.stream(values()).filter(defect -> defect.stage == stage).toList();
    }

    /** Makes a good line wrong. */
    byte[] applyTo(byte[] json) {
        return edit.apply(new String(json, StandardCharsets.ISO_8859_1)).getBytes(StandardCharsets.ISO_8859_1);
    }
}
