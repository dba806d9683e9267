package dev.barre.kafka;

import dev.barre.kafka.interop.Disposition;
import org.jspecify.annotations.Nullable;

/**
 * A record whose key or value could not be turned into the type that was asked for (specification 4.3.4). The message names
 * the place of the record and never its content; the cause is the failure of the decoder, or a
 * {@link PayloadLimitException} where the record is beyond a limit of the configuration.
 */
public class PayloadBindingException extends ConnectorException {
    private static final long serialVersionUID = 1L;

    private final PartitionOffset offset;
    private final RecordPart part;

    PayloadBindingException(
            String operation,
            boolean retriable,
            String message,
            PartitionOffset offset,
            RecordPart part,
            @Nullable Throwable cause) {
        super(operation, retriable ? Disposition.RETRIABLE : Disposition.NOT_RETRIABLE, message, cause);
        this.offset = offset;
        this.part = part;
    }

    /** Exactly where the record stands; seek to {@code offset() + 1} to go past it. */
    public PartitionOffset partitionOffset() {
        return offset;
    }

    /** Which part of the record failed. */
    public RecordPart part() {
        return part;
    }
}
