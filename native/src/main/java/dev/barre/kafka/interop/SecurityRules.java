package dev.barre.kafka.interop;

import static dev.barre.kafka.interop.CommonProperties.AUTH;
import static dev.barre.kafka.interop.CommonProperties.SECURE_SOCKET;
import static dev.barre.kafka.interop.CommonProperties.SECURITY_PROTOCOL;

import dev.barre.kafka.security.SecurityProtocol;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.config.SaslConfigs;

/** What must hold between the security fields of every client: nothing that is meant to protect may be without effect. */
final class SecurityRules {
    static final List<ConfigurationRule> RULES = List.of(
            new ConfigurationRule(
                    "`auth` needs a `securityProtocol` that logs in: `SASL_SSL` or `SASL_PLAINTEXT`.",
                    SecurityRules::authWithoutEffect),
            new ConfigurationRule(
                    "`SASL_SSL` and `SASL_PLAINTEXT` need `auth`, or `sasl.*` among the additional properties.",
                    SecurityRules::loginMissing),
            new ConfigurationRule(
                    "`auth` excludes `sasl.mechanism` and `sasl.jaas.config` among the additional properties.",
                    SecurityRules::loginTwice),
            new ConfigurationRule(
                    "`auth` is complete: its names and secrets are not empty, and a keytab can be read.",
                    in -> in.find(AUTH).flatMap(LoginCheck::incomplete).map(text -> AUTH + " " + text)),
            new ConfigurationRule(
                    "`auth` that would send its secret readable (PLAIN, OAUTHBEARER) needs `SASL_SSL`, unless "
                            + "`allowedWithoutTls()` is called on it.",
                    SecurityRules::secretReadable),
            new ConfigurationRule(
                    "`auth` that Kafka or the JVM cannot carry out is refused: a token endpoint that no system property allows, a "
                            + "class that is missing, a mechanism of the user's own with a name that is taken.",
                    in -> in.find(AUTH).flatMap(LoginCheck::impossible).map(text -> AUTH + ": " + text)),
            new ConfigurationRule(
                    "`secureSocket` needs a `securityProtocol` that encrypts: `SSL` or `SASL_SSL`. The reverse does not hold: "
                            + "without `secureSocket` the client trusts whom the JVM trusts.",
                    SecurityRules::socketWithoutEffect));

    private SecurityRules() {}

    private static Optional<String> authWithoutEffect(EffectiveProperties in) {
        return in.isGiven(AUTH) && !in.get(SECURITY_PROTOCOL).isAuthenticated()
                ? Optional.of(AUTH + " has no effect while " + in.said(SECURITY_PROTOCOL)
                        + ": set it to SASL_SSL or SASL_PLAINTEXT")
                : Optional.empty();
    }

    private static Optional<String> loginMissing(EffectiveProperties in) {
        return in.get(SECURITY_PROTOCOL).isAuthenticated() && !in.isGiven(AUTH) && !in.hasAdditional("sasl.")
                ? Optional.of(in.said(SECURITY_PROTOCOL) + ", but there is no " + AUTH
                        + " and no sasl.* among additionalProperties")
                : Optional.empty();
    }

    private static Optional<String> loginTwice(EffectiveProperties in) {
        return Stream.of(SaslConfigs.SASL_MECHANISM, SaslConfigs.SASL_JAAS_CONFIG)
                .filter(name -> in.isGiven(AUTH) && in.additional(name).isPresent())
                .map(name -> AUTH + " and " + EffectiveProperties.nameOfAdditional(name)
                        + " both say how to log in: keep one")
                .findFirst();
    }

    private static Optional<String> secretReadable(EffectiveProperties in) {
        return in.find(AUTH)
                .filter(auth -> auth.needsTls() && in.get(SECURITY_PROTOCOL) == SecurityProtocol.SASL_PLAINTEXT)
                .map(auth -> AUTH + " is " + auth.saslName() + ", whose secret anybody on the way could read while "
                        + in.said(SECURITY_PROTOCOL) + ": use SASL_SSL, or call allowedWithoutTls() on it");
    }

    private static Optional<String> socketWithoutEffect(EffectiveProperties in) {
        return in.isGiven(SECURE_SOCKET) && !in.get(SECURITY_PROTOCOL).isEncrypted()
                ? Optional.of(SECURE_SOCKET + " has no effect while " + in.said(SECURITY_PROTOCOL)
                        + ": set it to SSL or SASL_SSL")
                : Optional.empty();
    }
}
