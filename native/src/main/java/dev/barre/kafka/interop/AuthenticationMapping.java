package dev.barre.kafka.interop;

import dev.barre.kafka.security.AuthenticationConfiguration;
import dev.barre.kafka.security.AuthenticationMechanism;
import dev.barre.kafka.security.ConversationAuthentication;
import dev.barre.kafka.security.DelegationTokenAuthentication;
import dev.barre.kafka.security.KerberosAuthentication;
import dev.barre.kafka.security.LoginModuleAuthentication;
import dev.barre.kafka.security.OAuthBearerAuthentication;
import dev.barre.kafka.security.OidcAuthentication;
import dev.barre.kafka.security.PasswordAuthentication;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.security.scram.ScramLoginModule;

/** Turns an {@link AuthenticationConfiguration} into properties of Kafka (specification 2.1). Stateless. */
final class AuthenticationMapping {
    private static final String KERBEROS_MODULE = "com.sun.security.auth.module.Krb5LoginModule";

    private AuthenticationMapping() {}

    static Map<String, Object> map(AuthenticationConfiguration auth) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put(SaslConfigs.SASL_MECHANISM, auth.saslName());
        if (auth instanceof PasswordAuthentication password) {
            mapPassword(password, properties);
        } else if (auth instanceof DelegationTokenAuthentication token) {
            mapDelegationToken(token, properties);
        } else if (auth instanceof OAuthBearerAuthentication tokens) {
            mapTokens(tokens, properties);
        } else if (auth instanceof OidcAuthentication oidc) {
            OidcMapping.map(oidc, properties);
        } else if (auth instanceof KerberosAuthentication kerberos) {
            mapKerberos(kerberos, properties);
        } else if (auth instanceof LoginModuleAuthentication module) {
            mapLoginModule(module, properties);
        } else if (auth instanceof ConversationAuthentication conversation) {
            mapConversation(conversation, properties);
        }
        return properties;
    }

    private static void mapPassword(PasswordAuthentication auth, Map<String, Object> properties) {
        Class<?> module =
                auth.mechanism() == AuthenticationMechanism.PLAIN ? PlainLoginModule.class : ScramLoginModule.class;
        if (auth.credentials().isFixed()) {
            Map<String, String> options = new LinkedHashMap<>();
            options.put("username", auth.username());
            options.put("password", auth.password().reveal());
            putLogin(properties, module.getName(), options);
        } else {
            putLogin(properties, module.getName(), Map.of());
            properties.put(SaslConfigs.SASL_CLIENT_CALLBACK_HANDLER_CLASS, CredentialsHandler.class);
            properties.put(OwnProperties.CREDENTIALS.key(), auth.credentials());
        }
    }

    private static void mapDelegationToken(DelegationTokenAuthentication auth, Map<String, Object> properties) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("username", auth.tokenId());
        options.put("password", auth.hmac().reveal());
        options.put("tokenauth", "true");
        putLogin(properties, ScramLoginModule.class.getName(), options);
    }

    private static void mapTokens(OAuthBearerAuthentication auth, Map<String, Object> properties) {
        putLogin(properties, OAuthBearerLoginModule.class.getName(), Map.of());
        properties.put(OwnProperties.TOKEN_PROVIDER.key(), auth.provider());
        if (auth.perConnection()) {
            properties.put(SaslConfigs.SASL_LOGIN_CALLBACK_HANDLER_CLASS, NoTokenLoginHandler.class);
            properties.put(SaslConfigs.SASL_CLIENT_CALLBACK_HANDLER_CLASS, TokenPerConnectionHandler.class);
        } else {
            properties.put(SaslConfigs.SASL_LOGIN_CALLBACK_HANDLER_CLASS, TokenLoginHandler.class);
        }
    }

    private static void mapKerberos(KerberosAuthentication auth, Map<String, Object> properties) {
        Map<String, String> options = new LinkedHashMap<>();
        auth.keytab()
                .ifPresentOrElse(
                        keytab -> {
                            options.put("useKeyTab", "true");
                            options.put("storeKey", "true");
                            options.put("keyTab", keytab);
                        },
                        () -> options.put("useTicketCache", "true"));
        options.put("doNotPrompt", "true");
        auth.principal().ifPresent(principal -> options.put("principal", principal));
        putLogin(properties, KERBEROS_MODULE, options);
        properties.put(SaslConfigs.SASL_KERBEROS_SERVICE_NAME, auth.serviceName());
    }

    private static void mapLoginModule(LoginModuleAuthentication auth, Map<String, Object> properties) {
        Map<String, String> options = new LinkedHashMap<>();
        auth.options().forEach((name, value) -> options.put(name, value.reveal()));
        putLogin(properties, auth.loginModule(), options);
        auth.clientCallbackHandler()
                .ifPresent(handler -> properties.put(SaslConfigs.SASL_CLIENT_CALLBACK_HANDLER_CLASS, handler));
        auth.loginCallbackHandler()
                .ifPresent(handler -> properties.put(SaslConfigs.SASL_LOGIN_CALLBACK_HANDLER_CLASS, handler));
    }

    private static void mapConversation(ConversationAuthentication auth, Map<String, Object> properties) {
        ConversationProvider.register(auth.saslName());
        putLogin(properties, ConversationLoginModule.class.getName(), Map.of());
        properties.put(SaslConfigs.SASL_CLIENT_CALLBACK_HANDLER_CLASS, ConversationHandler.class);
        properties.put(OwnProperties.MECHANISM.key(), auth.mechanism());
    }

    static void putLogin(Map<String, Object> properties, String loginModule, Map<String, String> options) {
        properties.put(SaslConfigs.SASL_JAAS_CONFIG, new Password(JaasText.required(loginModule, options)));
    }
}
