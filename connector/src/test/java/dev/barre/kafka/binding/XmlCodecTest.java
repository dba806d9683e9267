package dev.barre.kafka.binding;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

class XmlCodecTest {
    private final Binder binder = Binder.standard();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<a/>",
                "<a xmlns=\"urn:x\" xmlns:p=\"urn:y\" p:b=\"1 &lt; 2 &amp; &quot;\">t\u00e9xt \uD83D\uDE00<p:c><![CDATA[<x>]]></p:c></a>",
                "<a b=\"x&#10;y&#9;z\">line&#13;\n  <b/>  </a>",
                "<!--before--><?target data?><a><!--in--></a>"
            })
    void document_roundTrips(String text) {
        Document document = bound(text.getBytes(UTF_8));

        assertThat(bound(binder.encoder().encode(document)).isEqualNode(document))
                .isTrue();
    }

    @Test
    void utf16_isRead() {
        assertThat(bound("<?xml version=\"1.0\" encoding=\"UTF-16\"?><a>\u00e9</a>"
                                .getBytes(java.nio.charset.StandardCharsets.UTF_16))
                        .getDocumentElement()
                        .getTextContent())
                .isEqualTo("\u00e9");
    }

    @Test
    void externalEntity_isRefused(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("secret"), "s3cr3t");

        assertRefused("<!DOCTYPE a [<!ENTITY x SYSTEM \"" + file.toUri() + "\">]><a>&x;</a>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "text",
                "<a>",
                "<a></b>",
                "<a/><b/>",
                "<a>&undefined;</a>",
                "<p:a/>",
                "<!DOCTYPE a><a/>",
                "<!DOCTYPE a [<!ENTITY b \"bb\"><!ENTITY c \"&b;&b;\">]><a>&c;</a>",
                "<a>\u0001</a>"
            })
    void malformedOrDoctype_isRefused(String text) {
        assertRefused(text);
    }

    @Test
    void malformed_printsNothing() {
        PrintStream before = System.err;
        var printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, UTF_8));
        try {
            assertRefused("<a>");
        } finally {
            System.setErr(before);
        }
        assertThat(printed.toString(UTF_8)).isEmpty();
    }

    private void assertRefused(String text) {
        assertThat(binder.<Document>decoder(Document.class).decode(text.getBytes(UTF_8)))
                .isInstanceOf(Failed.class);
    }

    private Document bound(byte[] bytes) {
        Binding<Document> binding = binder.<Document>decoder(Document.class).decode(bytes);
        assertThat(binding).isInstanceOf(Bound.class);
        return ((Bound<Document>) binding).value();
    }
}
