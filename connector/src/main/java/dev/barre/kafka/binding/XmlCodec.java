package dev.barre.kafka.binding;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXParseException;

/**
 * DOM documents as XML text, by the JDK's own parser. A DOCTYPE is refused, which rules out external entities and entity
 * bombs. Holds no state: neither the factories nor what they make is thread-safe, and making them is cheap next to a parse.
 */
final class XmlCodec {
    /** By the name that JDK 17 has; later ones know it too. */
    private static final String MAX_ELEMENT_DEPTH = "http://www.oracle.com/xml/jaxp/properties/maxElementDepth";

    private final ReadLimits limits;
    private final boolean payloadInMessages;

    XmlCodec(ReadLimits limits, boolean payloadInMessages) {
        this.limits = limits;
        this.payloadInMessages = payloadInMessages;
    }

    Binding<Document> decode(byte @Nullable [] bytes) {
        if (bytes == null) {
            return new Bound<>(null);
        }
        try {
            return new Bound<>(newBuilder().parse(new ByteArrayInputStream(bytes)));
        } catch (SAXParseException e) {
            String place = " at line " + e.getLineNumber() + ", column " + e.getColumnNumber();
            return failed(
                    "malformed XML, a DOCTYPE, or nested deeper than maxNesting (" + limits.nesting() + ")," + place,
                    e);
        } catch (Throwable e) {
            Rethrow.ifFatal(e);
            return failed("malformed XML", e);
        }
    }

    byte[] encode(Object value) {
        var out = new ByteArrayOutputStream();
        try {
            newTransformer().transform(new DOMSource((Document) value), new StreamResult(out));
            return out.toByteArray();
        } catch (TransformerException | RuntimeException | StackOverflowError e) {
            throw new EncodingException("Cannot encode a Document as XML", payloadInMessages ? e : null);
        }
    }

    private Failed<Document> failed(String reason, Throwable original) {
        return new Failed<>(
                new DecodingException("Not a Document: " + reason, payloadInMessages ? original : null), false);
    }

    private DocumentBuilder newBuilder() throws ParserConfigurationException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
        factory.setAttribute(MAX_ELEMENT_DEPTH, Integer.toString(limits.nesting()));
        factory.setNamespaceAware(true);
        DocumentBuilder builder = factory.newDocumentBuilder();
        builder.setErrorHandler(new Silent());
        return builder;
    }

    private static Transformer newTransformer() throws TransformerException {
        TransformerFactory factory = TransformerFactory.newDefaultInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        Transformer transformer = factory.newTransformer();
        transformer.setOutputProperty(OutputKeys.ENCODING, "UTF-8");
        transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
        return transformer;
    }

    /** Throws where the JDK's own handler prints to standard error. */
    private static final class Silent implements ErrorHandler {
        @Override
        public void warning(SAXParseException e) {}

        @Override
        public void error(SAXParseException e) throws SAXParseException {
            throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXParseException {
            throw e;
        }
    }
}
