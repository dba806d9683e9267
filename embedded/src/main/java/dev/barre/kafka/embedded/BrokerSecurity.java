package dev.barre.kafka.embedded;

import static java.util.Objects.requireNonNull;

import dev.barre.kafka.embedded.NodeLayout.Listener;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.security.scram.ScramLoginModule;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;

/**
 * The security of an embedded cluster: listeners for all protocols at once ({@link EmbeddedKafka#bootstrapServers(
 * dev.barre.kafka.security.SecurityProtocol)}), users, tokens, and access control. Immutable.
 *
 * <p>Every user can log in by PLAIN, SCRAM-SHA-256 and SCRAM-SHA-512 with the same password. With {@link #authorized()} a user may do
 * only what {@link EmbeddedKafka#allow} says, and so may {@code ANONYMOUS}, which is everybody on the listeners without a login.
 */
public final class BrokerSecurity {
    private static final List<String> SCRAM = List.of("SCRAM-SHA-256", "SCRAM-SHA-512");

    private final Identity server;
    private final CertificateAuthority authority;
    private final Map<String, String> users;
    private final Map<String, String> mechanisms;
    private final Optional<TokenIssuer> tokens;
    private final boolean authorized;

    private BrokerSecurity(
            CertificateAuthority authority,
            Identity server,
            Map<String, String> users,
            Map<String, String> mechanisms,
            Optional<TokenIssuer> tokens,
            boolean authorized) {
        this.authority = requireNonNull(authority, "authority");
        this.server = requireNonNull(server, "server");
        this.users = Map.copyOf(users);
        this.mechanisms = Map.copyOf(mechanisms);
        this.tokens = tokens;
        this.authorized = authorized;
    }

    /** Brokers with a certificate of {@code authority} for {@code localhost}, which trust the clients that it has issued. */
    public static BrokerSecurity with(CertificateAuthority authority) {
        return new BrokerSecurity(authority, authority.server(), Map.of(), Map.of(), Optional.empty(), false);
    }

    /** The same with another certificate of the brokers: expired, or of another host or authority. */
    public BrokerSecurity server(Identity server) {
        return new BrokerSecurity(authority, server, users, mechanisms, tokens, authorized);
    }

    /** The same with one more user. Names are letters, digits and hyphens. */
    public BrokerSecurity user(String name, String password) {
        Map<String, String> all = new LinkedHashMap<>(users);
        all.put(name, password);
        return new BrokerSecurity(authority, server, all, mechanisms, tokens, authorized);
    }

    /**
     * The same, with {@code OAUTHBEARER} for tokens of {@code issuer}, which must be open as long as the cluster. Kafka does not end the threads that
     * fetch the keys of the issuer, so that a program which starts such a cluster in its {@code main} must end by {@link System#exit}.
     */
    public BrokerSecurity tokens(TokenIssuer issuer) {
        return new BrokerSecurity(authority, server, users, mechanisms, Optional.of(issuer), authorized);
    }

    /**
     * The same with one more mechanism: {@code GSSAPI}, or one whose {@code SaslServerFactory} a security provider of the JVM brings.
     *
     * @param name as it stands on the wire
     * @param loginModule of the brokers, in the form of JAAS: the name of a class, {@code required}, its options, a semicolon
     */
    public BrokerSecurity mechanism(String name, String loginModule) {
        Map<String, String> all = new LinkedHashMap<>(mechanisms);
        all.put(name, loginModule);
        return new BrokerSecurity(authority, server, users, all, tokens, authorized);
    }

    /** The same, with access control: what is not allowed is denied. */
    public BrokerSecurity authorized() {
        return new BrokerSecurity(authority, server, users, mechanisms, tokens, true);
    }

    /** The users in the form of {@code kafka-storage format --add-scram}. */
    List<String> scramUsers() {
        return users.entrySet().stream()
                .flatMap(user -> SCRAM.stream()
                        .map(mechanism -> mechanism + "=[name=" + user.getKey() + ",password=" + user.getValue() + "]"))
                .toList();
    }

    /** The broker properties that follow. */
    Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>();
        properties.put("delegation.token.secret.key", "embedded-delegation");
        properties.put("principal.builder.class", ListenerPrincipals.class.getName());
        if (authorized) {
            properties.put("authorizer.class.name", StandardAuthorizer.class.getName());
            properties.put("super.users", "User:" + ListenerPrincipals.CLUSTER);
        }
        Listener.SECURED.stream().filter(Listener::isEncrypted).forEach(listener -> putTls(listener, properties));
        Listener.SECURED.stream().filter(Listener::isAuthenticated).forEach(listener -> putLogin(listener, properties));
        tokens.ifPresent(issuer -> properties.putAll(issuer.brokerProperties()));
        return properties;
    }

    private void putTls(Listener listener, Map<String, String> properties) {
        String prefix = listener.propertyPrefix();
        properties.put(prefix + "ssl.keystore.type", "PKCS12");
        properties.put(prefix + "ssl.keystore.location", server.keyStore().toString());
        properties.put(prefix + "ssl.keystore.password", Identity.PASSWORD);
        properties.put(prefix + "ssl.key.password", Identity.PASSWORD);
        properties.put(prefix + "ssl.truststore.type", "PKCS12");
        properties.put(
                prefix + "ssl.truststore.location", authority.trustStore().toString());
        properties.put(prefix + "ssl.truststore.password", Identity.PASSWORD);
        properties.put(prefix + "ssl.client.auth", listener == Listener.MUTUAL_SSL_CLIENTS ? "required" : "none");
    }

    private void putLogin(Listener listener, Map<String, String> properties) {
        String prefix = listener.propertyPrefix();
        String names = Stream.of(
                        Stream.of("PLAIN"),
                        SCRAM.stream(),
                        mechanisms.keySet().stream(),
                        tokens.stream().map(issuer -> "OAUTHBEARER"))
                .flatMap(each -> each)
                .collect(Collectors.joining(","));
        properties.put(prefix + "sasl.enabled.mechanisms", names);
        String passwords = users.entrySet().stream()
                .map(user -> " user_" + user.getKey() + "=\"" + user.getValue() + "\"")
                .collect(Collectors.joining());
        properties.put(
                prefix + "plain.sasl.jaas.config", PlainLoginModule.class.getName() + " required" + passwords + ";");
        SCRAM.forEach(mechanism -> properties.put(
                prefix + mechanism.toLowerCase(Locale.ROOT) + ".sasl.jaas.config",
                ScramLoginModule.class.getName() + " required;"));
        mechanisms.forEach((name, loginModule) ->
                properties.put(prefix + name.toLowerCase(Locale.ROOT) + ".sasl.jaas.config", loginModule));
        if (tokens.isPresent()) {
            properties.put(
                    prefix + "oauthbearer.sasl.jaas.config", OAuthBearerLoginModule.class.getName() + " required;");
            properties.put(
                    prefix + "oauthbearer.sasl.server.callback.handler.class",
                    OAuthBearerValidatorCallbackHandler.class.getName());
        }
    }
}
