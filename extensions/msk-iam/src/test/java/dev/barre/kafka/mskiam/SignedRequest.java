package dev.barre.kafka.mskiam;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a client has signed: a JSON object of texts.
 *
 * @param fields by name, in lower case
 */
record SignedRequest(Map<String, String> fields) {
    private static final Pattern FIELD = Pattern.compile("\"([^\"]+)\"\\s*:\\s*\"([^\"]*)\"");

    /** The parts of a pre-signed URL that are signed, as they are spelt there. */
    private static final Map<String, String> SIGNED = Map.of(
            "action", "Action",
            "x-amz-algorithm", "X-Amz-Algorithm",
            "x-amz-credential", "X-Amz-Credential",
            "x-amz-date", "X-Amz-Date",
            "x-amz-expires", "X-Amz-Expires",
            "x-amz-security-token", "X-Amz-Security-Token",
            "x-amz-signedheaders", "X-Amz-SignedHeaders");

    static SignedRequest parse(byte[] json) {
        Matcher field = FIELD.matcher(new String(json, UTF_8));
        Map<String, String> fields = new TreeMap<>();
        while (field.find()) {
            fields.put(field.group(1), field.group(2));
        }
        return new SignedRequest(fields);
    }

    String field(String name) {
        return fields.getOrDefault(name, "");
    }

    String accessKeyId() {
        return scope()[0];
    }

    /** Whether it was signed with this key: the signature is made again, as Amazon describes it (Signature Version 4 in a query). */
    boolean isSignedWith(String secretAccessKey) throws GeneralSecurityException {
        String query = new TreeMap<>(SIGNED)
                .entrySet().stream()
                        .filter(name -> fields.containsKey(name.getKey()))
                        .collect(Collectors.toMap(
                                Map.Entry::getValue, name -> field(name.getKey()), (a, b) -> a, TreeMap::new))
                        .entrySet()
                        .stream()
                        .map(parameter -> encoded(parameter.getKey()) + "=" + encoded(parameter.getValue()))
                        .collect(Collectors.joining("&"));
        String canonical = String.join("\n", "GET", "/", query, "host:" + field("host"), "", "host", hex(sha256("")));
        String[] scope = scope();
        String toSign = String.join(
                "\n",
                "AWS4-HMAC-SHA256",
                field("x-amz-date"),
                String.join("/", scope[1], scope[2], scope[3], scope[4]),
                hex(sha256(canonical)));
        byte[] key = ("AWS4" + secretAccessKey).getBytes(UTF_8);
        for (int i = 1; i < scope.length; i++) {
            key = hmac(key, scope[i]);
        }
        return hex(hmac(key, toSign)).equals(field("x-amz-signature"));
    }

    /** Access key, day, region, service, {@code aws4_request}. */
    private String[] scope() {
        return field("x-amz-credential").split("/", -1);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    private static byte[] sha256(String text) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(UTF_8));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
