package dev.barre.kafka.securitytest;

import dev.barre.kafka.embedded.BrokerSecurity;
import dev.barre.kafka.embedded.CertificateAuthority;
import dev.barre.kafka.embedded.EmbeddedKafka;
import dev.barre.kafka.embedded.EmbeddedKafka.Operation;
import dev.barre.kafka.embedded.Identity;
import dev.barre.kafka.embedded.TokenIssuer;
import dev.barre.kafka.security.CertKey;
import dev.barre.kafka.security.ClientKey;
import dev.barre.kafka.security.SecureSocket;
import java.util.List;

/**
 * The brokers of the tests, and who is known to them: {@code alice} may use {@link #TOPIC} and all groups, {@code bob} may do nothing,
 * {@code carol} may use the topic but no group; {@code ANONYMOUS} may what alice may, but for {@link #FORBIDDEN_GROUP}.
 */
final class Secured implements AutoCloseable {
    static final String TOPIC = "allowed";
    static final String FORBIDDEN = "forbidden";
    static final String FORBIDDEN_GROUP = "forbidden-group";
    static final String ALICE = "alice";
    static final String BOB = "bob";
    static final String CAROL = "carol";

    /** Of all users. */
    static final String PASSWORD = "pa$$word-of-users";

    final CertificateAuthority authority = CertificateAuthority.create();
    final CertificateAuthority otherAuthority = CertificateAuthority.create();
    final TokenIssuer tokens = TokenIssuer.start();
    final EmbeddedKafka kafka;
    final EmbeddedKafka ofAnotherHost;
    final EmbeddedKafka expired;
    final Identity alice = authority.client(ALICE);
    final Identity bob = authority.client(BOB);
    final Identity carol = authority.client(CAROL);

    Secured() {
        BrokerSecurity security = BrokerSecurity.with(authority)
                .user(ALICE, PASSWORD)
                .user(BOB, PASSWORD)
                .user(CAROL, PASSWORD);
        kafka = EmbeddedKafka.builder()
                .security(security.tokens(tokens).authorized())
                .start();
        ofAnotherHost = EmbeddedKafka.builder()
                .security(security.server(authority.server("kafka.elsewhere.example")))
                .start();
        expired = EmbeddedKafka.builder()
                .security(security.server(authority.expiredServer()))
                .start();
        kafka.createTopic(TOPIC, 1);
        kafka.createTopic(FORBIDDEN, 1);
        for (String user : List.of(ALICE, CAROL, TokenIssuer.CLIENT_ID, "ANONYMOUS")) {
            kafka.allow(user, Operation.ALL, TOPIC);
        }
    }

    SecureSocket socket() {
        return SecureSocket.of(authority.certificatePem().toString());
    }

    static ClientKey pem(Identity identity) {
        return new CertKey(
                identity.certificatePem().toString(), identity.keyPem().toString());
    }

    @Override
    public void close() {
        kafka.close();
        ofAnotherHost.close();
        expired.close();
        tokens.close();
        authority.close();
        otherAuthority.close();
    }
}
