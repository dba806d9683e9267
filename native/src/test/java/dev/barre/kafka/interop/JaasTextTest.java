package dev.barre.kafka.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JaasTextTest {
    private static final String MODULE = PlainLoginModule.class.getName();

    @Property
    void anyTwoTexts_areReadBackByKafkaAsTheyAre(@ForAll String username, @ForAll String password) {
        assertReadBack(username, password);
    }

    @Property
    void anyMixOfQuotesBackslashesAndControls_isReadBack(
            @ForAll @Chars({'"', '\\', ';', '=', '/', '*', '\'', '7', 'n'}) @CharRange(from = '\0', to = '\u001f')
                    String username,
            @ForAll @Chars({'"', '\\', ';', '=', '/', '*', '\'', '7', 'n'}) @CharRange(from = '\0', to = '\u001f')
                    String password) {
        assertReadBack(username, password);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\" admin=\"true",
                "\\",
                "\\\"",
                "a\nb",
                "a\r\nb",
                "\0001",
                "\"; other.Module required;",
                "é€😀"
            })
    void valueThatCouldEndItsQuotes_isReadBack(String value) {
        assertReadBack(value, value);
    }

    private static void assertReadBack(String username, String password) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("username", username);
        options.put("password", password);

        List<AppConfigurationEntry> entries = JaasContext.loadClientContext(
                        Map.of("sasl.jaas.config", new Password(JaasText.required(MODULE, options))))
                .configurationEntries();

        assertThat(entries).hasSize(1);
        assertThat(entries.get(0).getLoginModuleName()).isEqualTo(MODULE);
        assertThat(entries.get(0).getOptions()).isEqualTo(options);
    }
}
