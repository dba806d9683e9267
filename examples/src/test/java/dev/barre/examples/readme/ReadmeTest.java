package dev.barre.examples.readme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.barre.kafka.ConfigurationException;
import dev.barre.kafka.Lanes;
import dev.barre.kafka.embedded.EmbeddedKafka;
import dev.barre.kafka.embedded.EmbeddedKafkaExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(EmbeddedKafkaExtension.class)
class ReadmeTest {
    private static final Path ROOT =
            Objects.requireNonNull(Path.of("").toAbsolutePath().getParent());
    private static final Path SNIPPETS =
            Path.of("src/test/java", ReadmeSnippets.class.getName().replace('.', '/') + ".java");

    @Test
    void javaOfTheReadme_isTheJavaThatRuns() throws IOException {
        List<String> inReadme = blocks(Files.readString(ROOT.resolve("README.md")), "(?ms)^```java\\n(.*?)^```$");
        List<String> inSource = blocks(Files.readString(SNIPPETS), "(?ms)^ *// snippet:[a-z-]+\\n(.*?)^ *// end$");

        assertThat(inReadme).isNotEmpty().isEqualTo(inSource);
    }

    @Test
    void produceAndConsume_listen_recover_everyOrderIsBilledOrReplayed(EmbeddedKafka kafka) {
        kafka.createTopic("orders", 1);
        ReadmeSnippets consuming = new ReadmeSnippets(kafka.bootstrapServers(), 1);
        consuming.produceAndConsume();

        ReadmeSnippets listening = new ReadmeSnippets(kafka.bootstrapServers(), 1);
        listening.listen();

        assertThat(consuming.bills()).containsExactly("customer-7 Order[id=o-1, quantity=3]");
        assertThat(listening.bills()).isEqualTo(consuming.bills());

        ReadmeSnippets recovering = new ReadmeSnippets(kafka.bootstrapServers(), 1);
        assertThat(recovering.recover().replayed()).isEqualTo(1);
        assertThat(ReadmeSnippets.parallel().lanes()).contains(Lanes.byKey(64));
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> ReadmeSnippets.secured("secret"))
                .withMessageContaining("there is no file ca.pem");
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"})
    void relativeLinks_leadToFiles(String page) throws IOException {
        Pattern link = Pattern.compile("]\\((?!https?://|#)([^)#]+)");
        Stream<String> targets =
                link.matcher(Files.readString(ROOT.resolve(page))).results().map(found -> found.group(1));

        assertThat(targets)
                .allSatisfy(target -> assertThat(ROOT.resolve(target)).exists());
    }

    private static List<String> blocks(String page, String pattern) {
        List<String> blocks = new ArrayList<>();
        for (MatchResult block :
                Pattern.compile(pattern).matcher(page).results().toList()) {
            blocks.add(block.group(1).stripTrailing().stripIndent().strip());
        }
        return blocks;
    }
}
