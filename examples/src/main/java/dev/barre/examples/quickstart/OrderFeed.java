package dev.barre.examples.quickstart;

import dev.barre.kafka.Producer;
import dev.barre.kafka.ProducerConfiguration;
import dev.barre.kafka.ProducerRecord;
import dev.barre.kafka.RecordMetadata;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sends the lines of an orders file as they are, broken ones too, keyed by the customer where the line still names one. One
 * thread sends; the counters may be read by any.
 */
final class OrderFeed {
    private static final Pattern CUSTOMER = Pattern.compile("\"customerId\":\"([^\"]+)\"");

    private final String bootstrapServers;
    private final String topic;
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> firstFailure = new AtomicReference<>();
    private final Stopwatch stopwatch = new Stopwatch();

    OrderFeed(String bootstrapServers, String topic) {
        this.bootstrapServers = bootstrapServers;
        this.topic = topic;
    }

    /** Sends the whole file, pipelined, and returns when every line is acknowledged or has failed. */
    void send(Path file) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
                Producer producer = Producer.create(bootstrapServers, ProducerConfiguration.durable())) {
            stopwatch.mark();
            for (byte[] line = nextLine(in); line != null; line = nextLine(in)) {
                CompletableFuture<RecordMetadata> unused = producer.sendAsync(
                                ProducerRecord.of(topic, customerOf(line), line))
                        .whenComplete(this::count);
            }
            producer.flush();
            stopwatch.mark();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void count(@Nullable RecordMetadata metadata, @Nullable Throwable failure) {
        if (failure == null) {
            acknowledged.incrementAndGet();
        } else {
            failed.incrementAndGet();
            firstFailure.compareAndSet(null, failure);
        }
    }

    /** How many lines a broker has acknowledged. */
    long acknowledged() {
        return acknowledged.get();
    }

    /** How many lines were refused for good. */
    long failed() {
        return failed.get();
    }

    /** What was said when the first line was refused. */
    Optional<String> firstFailure() {
        return Optional.ofNullable(firstFailure.get()).map(Throwable::getMessage);
    }

    /** From the first send to the last acknowledgement. */
    Stopwatch stopwatch() {
        return stopwatch;
    }

    private static byte @Nullable [] nextLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(640);
        int next = in.read();
        if (next < 0) {
            return null;
        }
        for (; next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        return line.toByteArray();
    }

    private static @Nullable String customerOf(byte[] line) {
        Matcher customer = CUSTOMER.matcher(new String(line, StandardCharsets.ISO_8859_1));
        return customer.find() ? customer.group(1) : null;
    }
}
