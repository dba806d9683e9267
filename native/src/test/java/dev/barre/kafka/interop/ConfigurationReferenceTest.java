package dev.barre.kafka.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationReferenceTest {
    private static final Path FILE = Path.of("..", "spec", "CONFIGURATION.md");

    @Test
    void fileInSpec_isWhatTheTablesSay() throws IOException {
        if (Boolean.getBoolean("barre.rewrite")) {
            Files.writeString(FILE, ConfigurationReference.markdown());
        }
        assertThat(FILE)
                .as("Run this test with -Dbarre.rewrite=true to write the file anew.")
                .hasContent(ConfigurationReference.markdown());
    }
}
