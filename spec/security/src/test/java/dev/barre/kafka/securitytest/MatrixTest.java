package dev.barre.kafka.securitytest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.barre.kafka.ConnectorException;
import dev.barre.kafka.embedded.TokenIssuer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is right is let in, and who is wrong is told what is wrong, by every kind of client and in time. */
class MatrixTest {
    private static final Path FILE = Path.of("..", "SECURITY-MATRIX.md");

    private static Secured secured;

    @BeforeAll
    static void open() {
        secured = new Secured();
    }

    @AfterAll
    static void close() {
        secured.close();
    }

    static List<Matrix.Row> rows() {
        return Matrix.rows();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void everyKindOfClient_isLetInOrToldWhyNot(Matrix.Row row) {
        Access access = row.how().apply(secured);
        for (ClientKind kind : row.kinds()) {
            Access own = row.wrong().equals("unauthorized group") ? access : withGroup(access, row, kind);
            long start = System.nanoTime();
            Optional<Exception> refusal = kind.refusal(own);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            if (row.works()) {
                assertThat(refusal).as("%s of %s", kind, row).isEmpty();
            } else {
                assertThat(took).as("%s of %s", kind, row).isLessThan(ClientKind.DEADLINE);
                assertThat(refusal).as("%s of %s", kind, row).hasValueSatisfying(thrown -> {
                    assertThat(thrown).isInstanceOf(ConnectorException.class);
                    assertThat(((ConnectorException) thrown).isRetriable())
                            .as("%s of %s is retriable: %s", kind, row, thrown.getMessage())
                            .isFalse();
                    assertThat(thrown.getMessage()).as("%s of %s", kind, row).contains(row.told());
                });
            }
        }
    }

    private static Access withGroup(Access access, Matrix.Row row, ClientKind kind) {
        String group = row.group() + "-" + kind;
        if (row.works() && kind.hasGroup()) {
            for (String user : List.of(Secured.ALICE, "ANONYMOUS", TokenIssuer.CLIENT_ID)) {
                secured.kafka.allowGroup(user, group);
            }
        }
        return access.withGroup(group);
    }

    @Test
    void fileInSpec_isWhatTheRowsSay() throws IOException {
        if (Boolean.getBoolean("barre.rewrite")) {
            Files.writeString(FILE, MatrixPage.markdown());
        }
        assertThat(FILE)
                .as("Run this test with -Dbarre.rewrite=true to write the file anew.")
                .hasContent(MatrixPage.markdown());
    }
}
