package dev.barre.kafka.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.lang.JoseException;

/**
 * Issues tokens for {@code OAUTHBEARER}: signs JWTs, publishes the key that brokers check them with, and has a token endpoint that clients
 * fetch them from, for one client id and secret or for an assertion signed by the key of a client. On the loopback interface. Thread-safe.
 *
 * <p>Kafka reads keys and tokens only from URLs that the system property {@code org.apache.kafka.sasl.oauthbearer.allowed.urls} lists;
 * {@link #start()} adds its own to it for the whole JVM, and {@link #close()} takes them out.
 */
public final class TokenIssuer implements AutoCloseable {
    /** The claim {@code aud} that the brokers expect. */
    public static final String AUDIENCE = "embedded-kafka";

    /** What the token endpoint accepts. */
    public static final String CLIENT_ID = "embedded-client";

    /** What the token endpoint accepts. */
    public static final String CLIENT_SECRET = "embedded-client-secret";

    private static final Duration LIFETIME = Duration.ofMinutes(10);
    private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    private final RsaJsonWebKey key;
    private final HttpServer server;

    private TokenIssuer(RsaJsonWebKey key, HttpServer server) {
        this.key = key;
        this.server = server;
    }

    /** Starts with a new key on a free port. */
    public static TokenIssuer start() {
        try {
            RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
            key.setKeyId("embedded-1");
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
            TokenIssuer issuer = new TokenIssuer(key, server);
            server.createContext("/jwks", issuer::answerKeys);
            server.createContext("/token", issuer::answerToken);
            server.start();
            AllowedUrls.add(issuer.keysEndpoint(), issuer.tokenEndpoint());
            return issuer;
        } catch (IOException | JoseException e) {
            throw new EmbeddedKafkaException("The token issuer could not be started.", e);
        }
    }

    /** Where clients get tokens. */
    public URI tokenEndpoint() {
        return URI.create(url() + "/token");
    }

    /** The claim {@code iss} of its tokens. */
    public String issuer() {
        return url();
    }

    /** A token for {@code user} that ends in 10 minutes. */
    public String token(String user) {
        return token(user, LIFETIME);
    }

    /** A token that ends after {@code lifetime}, or has ended where that is negative. */
    public String token(String user, Duration lifetime) {
        return signed(claims(user, issuer(), lifetime), key);
    }

    /** A token that names another issuer. */
    public String tokenOfAnotherIssuer(String user) {
        return signed(claims(user, "http://127.0.0.1/somebody-else", LIFETIME), key);
    }

    /** A token that is signed with another key. */
    public String forgedToken(String user) {
        try {
            RsaJsonWebKey other = RsaJwkGenerator.generateJwk(2048);
            other.setKeyId(key.getKeyId());
            return signed(claims(user, issuer(), LIFETIME), other);
        } catch (JoseException e) {
            throw new EmbeddedKafkaException("A key could not be made.", e);
        }
    }

    /** The private key of the issuer as PKCS 8 in PEM, which its token endpoint takes assertions from, as well. */
    public String signingKeyPem() {
        try {
            return Identity.pem(new JcaPKCS8Generator(key.getPrivateKey(), null));
        } catch (IOException e) {
            throw new EmbeddedKafkaException("The key could not be written.", e);
        }
    }

    Map<String, String> brokerProperties() {
        return Map.of(
                "sasl.oauthbearer.jwks.endpoint.url", keysEndpoint().toString(),
                "sasl.oauthbearer.expected.issuer", issuer(),
                "sasl.oauthbearer.expected.audience", AUDIENCE);
    }

    private URI keysEndpoint() {
        return URI.create(url() + "/jwks");
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static JwtClaims claims(String user, String issuer, Duration lifetime) {
        JwtClaims claims = new JwtClaims();
        claims.setSubject(user);
        claims.setIssuer(issuer);
        claims.setAudience(AUDIENCE);
        NumericDate expiry = NumericDate.now();
        expiry.addSeconds(lifetime.toSeconds());
        claims.setExpirationTime(expiry);
        NumericDate issuedAt = NumericDate.now();
        issuedAt.addSeconds(Math.min(0, lifetime.toSeconds()) - 60);
        claims.setIssuedAt(issuedAt);
        claims.setStringClaim("scope", "kafka");
        return claims;
    }

    private static String signed(JwtClaims claims, RsaJsonWebKey key) {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setKey(key.getPrivateKey());
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new EmbeddedKafkaException("A token could not be signed.", e);
        }
    }

    private void answerKeys(HttpExchange exchange) throws IOException {
        answer(exchange, 200, new JsonWebKeySet(key).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY));
    }

    private void answerToken(HttpExchange exchange) throws IOException {
        Map<String, String> form = form(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        Optional<String> user = JWT_BEARER.equals(form.get("grant_type"))
                ? subject(form.getOrDefault("assertion", ""))
                : clientOf(exchange);
        if (user.isPresent()) {
            answer(
                    exchange,
                    200,
                    "{\"access_token\":\"" + token(user.get()) + "\",\"token_type\":\"Bearer\",\"expires_in\":600}");
        } else {
            answer(exchange, 401, "{\"error\":\"invalid_client\"}");
        }
    }

    private static Optional<String> clientOf(HttpExchange exchange) {
        String expected =
                "Basic " + Base64.getEncoder().encodeToString((CLIENT_ID + ":" + CLIENT_SECRET).getBytes(UTF_8));
        return expected.equals(exchange.getRequestHeaders().getFirst("Authorization"))
                ? Optional.of(CLIENT_ID)
                : Optional.empty();
    }

    private Optional<String> subject(String assertion) {
        try {
            return Optional.of(new JwtConsumerBuilder()
                    .setVerificationKey(key.getPublicKey())
                    .setRequireExpirationTime()
                    .setExpectedAudience(AUDIENCE)
                    .setRequireSubject()
                    .build()
                    .processToClaims(assertion)
                    .getSubject());
        } catch (InvalidJwtException | MalformedClaimException e) {
            return Optional.empty();
        }
    }

    private static Map<String, String> form(String body) {
        return Arrays.stream(body.split("&"))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(
                        pair -> pair[0].toLowerCase(Locale.ROOT),
                        pair -> URLDecoder.decode(pair[1], UTF_8),
                        (first, second) -> first));
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        AllowedUrls.remove(keysEndpoint(), tokenEndpoint());
        server.stop(0);
    }
}
