package dev.barre.kafka.mskiam;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;

/** Hands out one set of temporary credentials to whoever asks, on the loopback interface; the system property of the SDK names it while it is open. */
final class StsServer implements AutoCloseable {
    static final String ACCESS_KEY_ID = "ASIAROLE";
    static final String SECRET_ACCESS_KEY = "secret-of-the-role";
    static final String SESSION_TOKEN = "token+of/the+role==";

    private static final String PROPERTY = "aws.endpointUrlSts";

    /** The forms that were sent. */
    final BlockingQueue<Map<String, String>> requests = new LinkedBlockingQueue<>();

    private final HttpServer server;

    private StsServer(HttpServer server) {
        this.server = server;
    }

    static StsServer start() throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        StsServer sts = new StsServer(http);
        http.createContext("/", sts::answer);
        http.start();
        System.setProperty(PROPERTY, "http://127.0.0.1:" + http.getAddress().getPort());
        return sts;
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.add(Arrays.stream(new String(exchange.getRequestBody().readAllBytes(), UTF_8).split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], UTF_8))));
        byte[] body = ("<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult>"
                        + "<AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/billing/s</Arn>"
                        + "<AssumedRoleId>AROA:s</AssumedRoleId></AssumedRoleUser>"
                        + "<Credentials><AccessKeyId>" + ACCESS_KEY_ID + "</AccessKeyId><SecretAccessKey>"
                        + SECRET_ACCESS_KEY + "</SecretAccessKey><SessionToken>" + SESSION_TOKEN
                        + "</SessionToken><Expiration>"
                        + Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS)
                        + "</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>")
                .getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/xml");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        System.clearProperty(PROPERTY);
        server.stop(0);
    }
}
