package dev.barre.kafka.securitytest;

import java.util.Arrays;
import java.util.stream.Collectors;

/** {@code spec/SECURITY-MATRIX.md}, made from the rows. */
final class MatrixPage {
    private MatrixPage() {}

    static String markdown() {
        String head = """
                # Who is let in, and what the others are told

                Made from the rows of `Matrix` in `spec/security`, which `MatrixTest` carries out one by one against secured brokers, each with every
                kind of client that is ticked. Who is right is let in. Who is wrong gets, within 15 seconds, a `ConnectorException` that
                is not retriable and says what stands in the last column; a `Listener` is `FAILED` and `DOWN` then, and its `onError` has
                been told.

                | protocol | login | what is wrong | %s | outcome |
                |---|---|---|%s---|
                """.formatted(
                        Arrays.stream(ClientKind.values()).map(ClientKind::text).collect(Collectors.joining(" | ")),
                        "---|".repeat(ClientKind.values().length));
        return head + Matrix.rows().stream().map(MatrixPage::line).collect(Collectors.joining());
    }

    private static String line(Matrix.Row row) {
        String kinds = Arrays.stream(ClientKind.values())
                .map(kind -> row.kinds().contains(kind) ? "✓" : "")
                .collect(Collectors.joining(" | "));
        String outcome = row.works()
                ? "let in"
                : row.told().stream().map(part -> "“" + part + "”").collect(Collectors.joining(" … "));
        return "| `" + row.protocol() + "` | " + row.login() + " | " + row.wrong() + " | " + kinds + " | " + outcome
                + " |\n";
    }
}
