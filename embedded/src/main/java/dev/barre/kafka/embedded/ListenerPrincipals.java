package dev.barre.kafka.embedded;

import dev.barre.kafka.embedded.NodeLayout.Listener;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.kafka.common.security.auth.AuthenticationContext;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.security.auth.KafkaPrincipalBuilder;
import org.apache.kafka.common.security.auth.KafkaPrincipalSerde;
import org.apache.kafka.common.security.auth.SslAuthenticationContext;
import org.apache.kafka.common.security.authenticator.DefaultKafkaPrincipalBuilder;
import org.apache.kafka.common.security.kerberos.KerberosShortNamer;

/**
 * Who somebody is by the listener that he comes through: the nodes of the cluster by theirs, a client with a certificate by its common
 * name, everybody else as Kafka has it. Made by Kafka; thread-safe.
 */
public final class ListenerPrincipals implements KafkaPrincipalBuilder, KafkaPrincipalSerde {
    /** The nodes themselves. */
    static final String CLUSTER = "embedded-cluster";

    private static final Set<String> OF_THE_CLUSTER = Set.of(Listener.BROKERS.name(), Listener.CONTROLLERS.name());
    private static final Pattern COMMON_NAME = Pattern.compile("CN=([^,]+)");

    /** Whoever it is in a realm, with a host or without, goes by the first part of the name: {@code alice} for {@code alice@REALM}. */
    private static final KerberosShortNamer KERBEROS_NAMES =
            KerberosShortNamer.fromUnparsedRules("", List.of("RULE:[1:$1]", "RULE:[2:$1]"));

    private final DefaultKafkaPrincipalBuilder standard = new DefaultKafkaPrincipalBuilder(KERBEROS_NAMES, null);

    /** Made by Kafka. */
    public ListenerPrincipals() {}

    @Override
    public KafkaPrincipal build(AuthenticationContext context) {
        if (OF_THE_CLUSTER.contains(context.listenerName())) {
            return new KafkaPrincipal(KafkaPrincipal.USER_TYPE, CLUSTER);
        }
        return context instanceof SslAuthenticationContext tls ? ofCertificate(tls) : standard.build(context);
    }

    private static KafkaPrincipal ofCertificate(SslAuthenticationContext context) {
        try {
            Matcher name =
                    COMMON_NAME.matcher(context.session().getPeerPrincipal().getName());
            return name.find() ? new KafkaPrincipal(KafkaPrincipal.USER_TYPE, name.group(1)) : KafkaPrincipal.ANONYMOUS;
        } catch (SSLPeerUnverifiedException withoutCertificate) {
            return KafkaPrincipal.ANONYMOUS;
        }
    }

    @Override
    public byte[] serialize(KafkaPrincipal principal) {
        return standard.serialize(principal);
    }

    @Override
    public KafkaPrincipal deserialize(byte[] bytes) {
        return standard.deserialize(bytes);
    }
}
