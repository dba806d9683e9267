package dev.barre.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {
    private static final List<String> KNOWN = List.of("--orders", "--file");

    @Test
    void noArguments_noValues() {
        Arguments arguments = Arguments.parse(new String[0], KNOWN);

        assertThat(arguments.string("--file")).isEmpty();
        assertThat(arguments.wholeNumber("--orders", 7, 1, 10)).isEqualTo(7);
    }

    @Test
    void givenArguments_theirValues() {
        Arguments arguments = Arguments.parse(new String[] {"--orders", "9", "--file", "a b"}, KNOWN);

        assertThat(arguments.string("--file")).contains("a b");
        assertThat(arguments.wholeNumber("--orders", 7, 1, 10)).isEqualTo(9);
    }

    @ParameterizedTest
    @CsvSource({
        "--colour red,             unknown argument --colour",
        "--orders,                 --orders needs a value",
        "--orders many,            needs a whole number",
        "--orders 0,               must be from 1 to 10",
        "--orders 11,              must be from 1 to 10",
        "--orders 99999999999999999999, needs a whole number"
    })
    void badArguments_areRefusedWithAReason(String commandLine, String reason) {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(
                        () -> Arguments.parse(commandLine.split(" ", -1), KNOWN).wholeNumber("--orders", 7, 1, 10))
                .withMessageContaining(reason);
    }

    @Test
    void nameGivenTwice_laterValue() {
        Arguments arguments = Arguments.parse(new String[] {"--file", "a", "--file", "b"}, KNOWN);

        assertThat(arguments.string("--file")).contains("b");
    }

    @Test
    void blankValue_isRefused() {
        Arguments arguments = Arguments.parse(new String[] {"--file", " "}, KNOWN);

        assertThatExceptionOfType(UsageException.class).isThrownBy(() -> arguments.string("--file"));
    }
}
