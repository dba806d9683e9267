package dev.barre.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrderGeneratorTest {
    private static final int ORDERS = 10_000;
    private static final long SEED = 42;

    @Test
    void sameSeed_sameBytesAndSameLedger() throws Exception {
        ByteArrayOutputStream again = new ByteArrayOutputStream();

        Ledger ledger = OrderGenerator.write(SEED, ORDERS, again);

        assertThat(ledger).isEqualTo(OrderGenerator.write(SEED, ORDERS, new ByteArrayOutputStream()));
        assertThat(sha256(again.toByteArray())).isEqualTo(sha256(file(SEED)));
        assertThat(sha256(again.toByteArray()))
                .as("the bytes that every JVM and every release must make of seed 42")
                .isEqualTo("f51965a40a5dc4278bbf92b9b9dc7f34a8e98c1cdbd5d5e34db51f2d0300d8bc");
    }

    @Test
    void anotherSeed_otherBytes() throws Exception {
        assertThat(file(SEED + 1)).isNotEqualTo(file(SEED));
    }

    @Test
    void fewerOrders_startOfTheSameFile() throws Exception {
        ByteArrayOutputStream few = new ByteArrayOutputStream();
        OrderGenerator.write(SEED, 10, few);

        assertThat(file(SEED)).startsWith(few.toByteArray());
    }

    @Test
    void file_hasOneLinePerOrderAndTheSizeOfTheLedger() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Ledger ledger = OrderGenerator.write(SEED, ORDERS, out);

        assertThat(lines(out.toByteArray())).hasSize(ORDERS);
        assertThat(ledger.bytes()).isEqualTo(out.size());
    }

    @Test
    void goodLines_areOfRealisticSize() throws Exception {
        assertThat(lines(file(SEED)))
                .filteredOn(line -> line.startsWith("{\"orderId\"") && line.endsWith("\"}}"))
                .hasSizeGreaterThan(ORDERS * 9 / 10)
                .allSatisfy(line ->
                        assertThat(line.getBytes(StandardCharsets.UTF_8).length).isBetween(250, 600));
    }

    @Test
    void defects_areOneInAHundredEachAndOfEveryKind() throws Exception {
        Ledger ledger = OrderGenerator.write(SEED, ORDERS, new ByteArrayOutputStream());

        assertThat(ledger.defective(Defect.Stage.BINDING)).isBetween(75, 125);
        assertThat(ledger.defective(Defect.Stage.VALIDATION)).isBetween(75, 125);
        assertThat(ledger.defects()).containsOnlyKeys(Defect.values());
        assertThat(ledger.good())
                .isEqualTo(ORDERS
                        - ledger.defects().values().stream()
                                .mapToInt(Integer::intValue)
                                .sum());
    }

    @Test
    void customers_areSkewed() throws Exception {
        Pattern customer = Pattern.compile("\"customerId\":\"(C-\\d{5})\"");
        Map<String, Long> orders = lines(file(SEED)).stream()
                .map(customer::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

        long ofTheBusiestTenth = orders.values().stream()
                .sorted((a, b) -> Long.compare(b, a))
                .limit(500)
                .mapToLong(Long::longValue)
                .sum();

        assertThat(orders).hasSizeGreaterThan(2_000);
        assertThat(ofTheBusiestTenth).isGreaterThan(ORDERS * 2 / 5);
    }

    @ParameterizedTest
    @EnumSource(Defect.class)
    void defect_changesAGoodLineAndKeepsItOneLine(Defect defect) throws Exception {
        byte[] good = lines(file(SEED)).get(0).getBytes(StandardCharsets.UTF_8);

        byte[] broken = defect.applyTo(good);

        assertThat(broken).isNotEqualTo(good).doesNotContain('\n').isNotEmpty();
    }

    private static byte[] file(long seed) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OrderGenerator.write(seed, ORDERS, out);
        return out.toByteArray();
    }

    private static List<String> lines(byte[] file) {
        return Arrays.asList(new String(file, StandardCharsets.UTF_8).split("\n"));
    }

    private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
