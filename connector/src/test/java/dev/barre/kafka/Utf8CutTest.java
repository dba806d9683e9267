package dev.barre.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class Utf8CutTest {
    /** Characters of one to four bytes. */
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of("a", "é", "€", "😀").list().ofMaxSize(30).map(parts -> String.join("", parts));
    }

    @Property
    void cut_isTheLongestBeginningOfWholeCharactersThatFits(
            @ForAll("texts") String text, @ForAll @IntRange(max = 60) int most) {
        String cut = new String(Utf8Cut.cut(text, most), UTF_8);

        assertThat(cut.getBytes(UTF_8)).hasSizeLessThanOrEqualTo(most);
        assertThat(text).startsWith(cut);
        if (!cut.equals(text)) {
            int next = text.offsetByCodePoints(cut.length(), 1);
            assertThat(text.substring(0, next).getBytes(UTF_8)).hasSizeGreaterThan(most);
        }
    }
}
