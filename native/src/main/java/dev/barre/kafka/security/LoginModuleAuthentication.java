package dev.barre.kafka.security;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A mechanism that a library brings in the form that Kafka has for it: a JAAS login module and callback handlers, all by the names of
 * their classes.
 *
 * @param saslName the name on the wire
 * @param loginModule the login module (part of the Kafka property {@code sasl.jaas.config})
 * @param options of the login module
 * @param clientCallbackHandler Kafka property {@code sasl.client.callback.handler.class}
 * @param loginCallbackHandler Kafka property {@code sasl.login.callback.handler.class}
 * @param needsTls whether the login is refused without TLS
 */
public record LoginModuleAuthentication(
        String saslName,
        String loginModule,
        Map<String, Secret> options,
        Optional<String> clientCallbackHandler,
        Optional<String> loginCallbackHandler,
        boolean needsTls)
        implements AuthenticationConfiguration {
    public LoginModuleAuthentication {
        requireNonNull(saslName, "saslName");
        requireNonNull(loginModule, "loginModule");
        requireNonNull(clientCallbackHandler, "clientCallbackHandler");
        requireNonNull(loginCallbackHandler, "loginCallbackHandler");
        options = Map.copyOf(options);
    }

    static LoginModuleAuthentication of(String saslName, String loginModule) {
        return new LoginModuleAuthentication(
                saslName, loginModule, Map.of(), Optional.empty(), Optional.empty(), false);
    }

    /** The same login with an option of the module, which is treated as a secret. */
    public LoginModuleAuthentication withOption(String name, Secret value) {
        Map<String, Secret> all = new LinkedHashMap<>(options);
        all.put(name, value);
        return new LoginModuleAuthentication(
                saslName, loginModule, all, clientCallbackHandler, loginCallbackHandler, needsTls);
    }

    /** The same login with a handler that answers what the mechanism asks. */
    public LoginModuleAuthentication withClientCallbackHandler(String className) {
        return new LoginModuleAuthentication(
                saslName, loginModule, options, Optional.of(className), loginCallbackHandler, needsTls);
    }

    /** The same login with a handler that answers what the login module asks. */
    public LoginModuleAuthentication withLoginCallbackHandler(String className) {
        return new LoginModuleAuthentication(
                saslName, loginModule, options, clientCallbackHandler, Optional.of(className), needsTls);
    }

    /** The same login, refused without TLS. */
    public LoginModuleAuthentication overTlsOnly() {
        return new LoginModuleAuthentication(
                saslName, loginModule, options, clientCallbackHandler, loginCallbackHandler, true);
    }
}
