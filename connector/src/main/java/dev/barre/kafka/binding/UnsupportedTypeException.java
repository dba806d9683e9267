package dev.barre.kafka.binding;

import com.fasterxml.jackson.databind.JavaType;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** A target type that no bytes can be bound to. Found when the decoder is asked for, before any record. */
public final class UnsupportedTypeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    UnsupportedTypeException(Type type, String reason, @Nullable Throwable cause) {
        super(
                "Cannot bind to " + (type instanceof JavaType known ? known.toCanonical() : type.getTypeName()) + ": "
                        + reason,
                cause);
    }
}
