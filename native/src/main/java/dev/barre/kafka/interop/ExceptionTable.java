package dev.barre.kafka.interop;

import java.util.List;
import java.util.function.Function;
import javax.security.auth.login.LoginException;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ApplicationRecoverableException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.GroupMaxSizeReachedException;
import org.apache.kafka.common.errors.IllegalSaslStateException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.UnreleasedInstanceIdException;
import org.apache.kafka.common.errors.UnsupportedAssignorException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * What each exception of kafka-clients means to a caller: one row a class, the first row that fits decides. Subclasses stand
 * before their superclasses.
 */
final class ExceptionTable {
    /**
     * @param type the exception that the row is about, with its subclasses
     * @param disposition what the caller can do
     * @param advice what to check, appended to the message; empty where the text of Kafka says it all
     */
    record Row(Class<? extends Throwable> type, Disposition disposition, Function<Throwable, String> advice) {
        Row(Class<? extends Throwable> type, Disposition disposition, String advice) {
            this(type, disposition, any -> advice);
        }
    }

    static final List<Row> ROWS = List.of(
            new Row(InterruptException.class, Disposition.RETRIABLE, "The calling thread was interrupted."),
            new Row(WakeupException.class, Disposition.RETRIABLE, "The call was woken up before it had finished."),
            new Row(
                    RebalanceInProgressException.class,
                    Disposition.RETRIABLE,
                    "The group is being rebalanced; poll again, then retry."),
            new Row(
                    CommitFailedException.class,
                    Disposition.NOT_RETRIABLE,
                    "The partitions now belong to another member of the group; their records will be delivered there."),
            new Row(
                    ProducerFencedException.class,
                    Disposition.FATAL,
                    "Another producer uses the same transactionalId; give each live producer its own."),
            new Row(
                    FencedInstanceIdException.class,
                    Disposition.FATAL,
                    "Another member uses the same group.instance.id; give each live member its own."),
            new Row(
                    UnreleasedInstanceIdException.class,
                    Disposition.FATAL,
                    "The last member with this group.instance.id has not left, or was killed and its session has not ended yet: a"
                            + " listener joins when it has."),
            new Row(GroupMaxSizeReachedException.class, Disposition.FATAL, "The group takes no more members."),
            new Row(
                    UnsupportedAssignorException.class,
                    Disposition.FATAL,
                    "The broker does not have this group.remote.assignor."),
            new Row(InvalidRequestException.class, Disposition.FATAL, ""),
            new Row(
                    InvalidProducerEpochException.class,
                    Disposition.ABORT_REQUIRED,
                    "The transaction was taken over or timed out."),
            new Row(
                    InvalidPidMappingException.class,
                    Disposition.ABORT_REQUIRED,
                    "The broker no longer knows this transactionalId; it was idle for too long."),
            new Row(TransactionAbortableException.class, Disposition.ABORT_REQUIRED, "Abort the transaction."),
            new Row(
                    OutOfOrderSequenceException.class,
                    Disposition.FATAL,
                    "The broker lost the sequence of this producer; records before this one may be missing."),
            new Row(SslAuthenticationException.class, Disposition.FATAL, TlsAdvice::of),
            new Row(
                    UnsupportedSaslMechanismException.class,
                    Disposition.FATAL,
                    "Use a mechanism in auth that the listener of the broker has (sasl.enabled.mechanisms there)."),
            new Row(
                    IllegalSaslStateException.class,
                    Disposition.FATAL,
                    "The listener of the broker wants no login, or another one: check securityProtocol and the port."),
            new Row(
                    SaslAuthenticationException.class,
                    Disposition.FATAL,
                    "Check the names and secrets of auth, and that its mechanism is the one that the user has them for."),
            new Row(
                    AuthenticationException.class,
                    Disposition.FATAL,
                    "Check auth, secureSocket and securityProtocol against the listener of the broker."),
            new Row(
                    AuthorizationException.class,
                    Disposition.FATAL,
                    "Ask for an ACL of this principal on the topic or group that is named."),
            new Row(InvalidTopicException.class, Disposition.NOT_RETRIABLE, ""),
            new Row(
                    UnsupportedVersionException.class,
                    Disposition.FATAL,
                    "The broker is too old for this feature, or it is switched off there."),
            new Row(
                    InvalidConfigurationException.class,
                    Disposition.NOT_RETRIABLE,
                    "The broker refuses a configured value."),
            new Row(ConfigException.class, Disposition.NOT_RETRIABLE, ""),
            new Row(
                    NoOffsetForPartitionException.class,
                    Disposition.NOT_RETRIABLE,
                    "The group has no committed offset and offsetReset is NONE: seek, or set offsetReset."),
            new Row(
                    OffsetOutOfRangeException.class,
                    Disposition.NOT_RETRIABLE,
                    "The position is outside the log and offsetReset is NONE: seek, or set offsetReset."),
            new Row(
                    RecordTooLargeException.class,
                    Disposition.NOT_RETRIABLE,
                    "Raise maxRequestSize (max.request.size) here and max.message.bytes of the topic, or send less."),
            new Row(SerializationException.class, Disposition.NOT_RETRIABLE, ""),
            new Row(
                    TimeoutException.class,
                    Disposition.RETRIABLE,
                    "Check that the brokers are up, reachable under their advertised names, and that the topic exists."),
            new Row(RetriableException.class, Disposition.RETRIABLE, ""),
            new Row(ApplicationRecoverableException.class, Disposition.FATAL, "Close this client and make a new one."),
            new Row(KafkaException.class, Disposition.NOT_RETRIABLE, ExceptionTable::adviceOfLogin),
            new Row(IllegalArgumentException.class, Disposition.NOT_RETRIABLE, ""),
            new Row(IllegalStateException.class, Disposition.NOT_RETRIABLE, ""),
            new Row(RuntimeException.class, Disposition.NOT_RETRIABLE, ""));

    private static final Row UNKNOWN = new Row(Throwable.class, Disposition.NOT_RETRIABLE, "");

    private ExceptionTable() {}

    /** A login that fails before a connection is made, by Kerberos or for want of a token, is the cause of another failure. */
    private static String adviceOfLogin(Throwable thrown) {
        for (Throwable cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof LoginException) {
                return "The login failed before a connection was made: check the names, files and endpoints of auth.";
            }
        }
        return "";
    }

    /** The first row that fits {@code cause}. */
    static Row rowOf(Throwable cause) {
        for (Row row : ROWS) {
            if (row.type().isInstance(cause)) {
                return row;
            }
        }
        return UNKNOWN;
    }
}
