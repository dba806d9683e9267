package dev.barre.kafka.chaos;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The payload of a record: a small order that says which of its key it is.
 *
 * @param key the key of the record
 * @param sequence its number among the records of that key, from 0
 * @param customer who has ordered
 * @param address where it goes
 * @param lines what it is made of
 */
record Numbered(String key, long sequence, String customer, String address, List<Line> lines) {
    /** One line of the order. */
    record Line(String article, int quantity, long priceCents) {}

    /** An order of a few hundred bytes; the same for the same state of {@code random}. */
    static Numbered of(String key, long sequence, Random random) {
        return new Numbered(
                key,
                sequence,
                "customer-" + random.nextInt(100_000),
                random.nextInt(400) + " Long Street, " + (10_000 + random.nextInt(90_000)) + " Hamlet",
                IntStream.rangeClosed(1, 1 + random.nextInt(5))
                        .mapToObj(number -> new Line(
                                "article-" + random.nextInt(10_000), number, 100L * random.nextInt(1_000) + 99))
                        .toList());
    }
}
