package dev.barre.kafka;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A record that was bound and breaks a constraint of its type (specification 4.3.4). Lists every constraint it breaks. */
public final class PayloadValidationException extends PayloadBindingException {
    private static final long serialVersionUID = 1L;

    private final List<Violation> violations;

    PayloadValidationException(
            String operation,
            String message,
            PartitionOffset offset,
            RecordPart part,
            List<Violation> violations,
            @Nullable Throwable cause) {
        super(operation, false, message, offset, part, cause);
        this.violations = List.copyOf(violations);
    }

    /** The constraints that are broken, sorted by path; never empty. */
    public List<Violation> violations() {
        return violations;
    }
}
