package dev.barre.kafka.chaos;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What handlers of other processes do, a line each, in one file to which all of them append. A line is with the system before the
 * handler goes on, so a killed process has told of all that it has done; and all lines are in the order of what happened.
 */
final class ReportFile implements HandlerAccount, AutoCloseable {
    private static final String DELIVERED = "D";
    private static final String GIVEN_UP = "G";
    private static final String HANDLED = "H";

    private final FileChannel file;

    /** Opens the file to append to it, and makes it where there is none. */
    ReportFile(Path path) throws IOException {
        this.file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Override
    public void delivered(Handling handling) {
        append(DELIVERED, handling);
    }

    @Override
    public void givenUp(Handling handling) {
        append(GIVEN_UP, handling);
    }

    @Override
    public void handled(Handling handling) {
        append(HANDLED, handling);
    }

    private void append(String what, Handling handling) {
        String line = String.join(
                " ",
                what,
                handling.key(),
                Long.toString(handling.sequence()),
                Integer.toString(handling.partition()),
                Long.toString(handling.offset()),
                handling.member() + "\n");
        try {
            file.write(ByteBuffer.wrap(line.getBytes(US_ASCII)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tells the account what the line says; returns the member that has written it. */
    static String parse(String line, HandlerAccount account) {
        String[] fields = line.split(" ");
        Handling handling = new Handling(
                fields[1],
                Long.parseLong(fields[2]),
                Integer.parseInt(fields[3]),
                Long.parseLong(fields[4]),
                fields[5]);
        switch (fields[0]) {
            case DELIVERED -> account.delivered(handling);
            case GIVEN_UP -> account.givenUp(handling);
            default -> account.handled(handling);
        }
        return handling.member();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
