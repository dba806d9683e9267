package dev.barre.kafka.chaos;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Reads a {@link ReportFile} as it grows. Thread-safe. */
final class ReportReader implements Evidence, AutoCloseable {
    private static final int BUFFER_BYTES = 64 << 10;

    private final FileChannel file;
    private final HandlerAccount account;
    private final StringBuilder unfinished = new StringBuilder();
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

    private String latest = "";

    ReportReader(Path path, HandlerAccount account) throws IOException {
        this.file = FileChannel.open(path, StandardOpenOption.READ);
        this.account = account;
    }

    @Override
    public synchronized void catchUp() {
        try {
            while (file.read(buffer.clear()) > 0) {
                unfinished.append(US_ASCII.decode(buffer.flip()));
                takeLines();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The member that has written last, as far as this has read; empty for none. */
    synchronized String latestMember() {
        return latest;
    }

    private void takeLines() {
        int begin = 0;
        for (int end = unfinished.indexOf("\n"); end >= 0; end = unfinished.indexOf("\n", begin)) {
            latest = ReportFile.parse(unfinished.substring(begin, end), account);
            begin = end + 1;
        }
        unfinished.delete(0, begin);
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
