package dev.barre.kafka.interop;

import dev.barre.kafka.security.AuthenticationConfiguration;
import dev.barre.kafka.security.ConversationAuthentication;
import dev.barre.kafka.security.DelegationTokenAuthentication;
import dev.barre.kafka.security.KerberosAuthentication;
import dev.barre.kafka.security.LoginModuleAuthentication;
import dev.barre.kafka.security.OidcAuthentication;
import dev.barre.kafka.security.OidcGrant;
import dev.barre.kafka.security.PasswordAuthentication;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is wrong with a login before anybody has tried it. Stateless. */
final class LoginCheck {
    /** RFC 4422, 3.1. */
    private static final Pattern MECHANISM = Pattern.compile("[A-Z0-9_-]{1,20}");

    private LoginCheck() {}

    /** A part without content; empty if there is none. */
    static Optional<String> incomplete(AuthenticationConfiguration auth) {
        List<String> empty = new ArrayList<>();
        if (auth instanceof PasswordAuthentication password) {
            note(empty, "username", password.username());
            note(empty, "password", password.password().reveal());
        } else if (auth instanceof DelegationTokenAuthentication token) {
            note(empty, "tokenId", token.tokenId());
            note(empty, "hmac", token.hmac().reveal());
        } else if (auth instanceof OidcAuthentication oidc
                && oidc.grant() instanceof OidcGrant.ClientCredentials credentials) {
            note(empty, "clientId", credentials.clientId());
            note(empty, "clientSecret", credentials.clientSecret().reveal());
        } else if (auth instanceof KerberosAuthentication kerberos) {
            note(empty, "serviceName", kerberos.serviceName());
        } else if (auth instanceof LoginModuleAuthentication module) {
            note(empty, "mechanism", module.saslName());
            note(empty, "loginModule", module.loginModule());
        }
        return empty.stream().findFirst().map(part -> "has an empty " + part);
    }

    /** A password of spaces is one. */
    private static void note(List<String> empty, String part, String value) {
        if (part.equals("password") ? value.isEmpty() : value.isBlank()) {
            empty.add(part);
        }
    }

    /** What Kafka or the JVM would refuse; empty if nothing. */
    static Optional<String> impossible(AuthenticationConfiguration auth) {
        if (auth instanceof OidcAuthentication oidc) {
            return OidcMapping.notAllowed(oidc);
        }
        if (auth instanceof KerberosAuthentication kerberos) {
            List<String> problems = new ArrayList<>();
            kerberos.keytab().ifPresent(path -> new SecurityFiles(problems).check(path, "keytab"));
            return problems.stream().findFirst();
        }
        if (auth instanceof LoginModuleAuthentication module) {
            return missingClass(module);
        }
        return auth instanceof ConversationAuthentication conversation
                ? unusableName(conversation.saslName())
                : Optional.empty();
    }

    private static Optional<String> missingClass(LoginModuleAuthentication auth) {
        return Stream.of(Optional.of(auth.loginModule()), auth.clientCallbackHandler(), auth.loginCallbackHandler())
                .flatMap(Optional::stream)
                .filter(name -> !isPresent(name))
                .findFirst()
                .map(name -> "there is no class " + name + " on the class path; is the library of " + auth.saslName()
                        + " among the dependencies?");
    }

    private static boolean isPresent(String className) {
        try {
            ClassLoader context = Thread.currentThread().getContextClassLoader();
            Class.forName(className, false, context == null ? LoginCheck.class.getClassLoader() : context);
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    private static Optional<String> unusableName(String mechanism) {
        if (!MECHANISM.matcher(mechanism).matches()) {
            return Optional.of("the mechanism name \"" + mechanism
                    + "\" is not 1 to 20 upper-case letters, digits, hyphens and underscores (RFC 4422)");
        }
        return ConversationProvider.isTaken(mechanism)
                ? Optional.of("Java or Kafka has a mechanism " + mechanism + " already, and would use that")
                : Optional.empty();
    }
}
