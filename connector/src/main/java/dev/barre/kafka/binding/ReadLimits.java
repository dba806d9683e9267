package dev.barre.kafka.binding;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;

/**
 * What foreign bytes may make a parser do. Immutable.
 *
 * @param nesting how deep objects, arrays and elements may be nested
 * @param textLength how long a string of JSON may be, in characters
 */
record ReadLimits(int nesting, int textLength) {
    /** Digits of a number: what takes more is no amount, and slow to read. */
    private static final int NUMBER_LENGTH = 1_000;

    /** Characters of the name of a field. */
    private static final int NAME_LENGTH = 50_000;

    private static final ReadLimits DEFAULTS = new ReadLimits(500, 64 << 20);

    static ReadLimits defaults() {
        return DEFAULTS;
    }

    ReadLimits withNesting(int limit) {
        return new ReadLimits(limit, textLength);
    }

    ReadLimits withTextLength(int limit) {
        return new ReadLimits(nesting, limit);
    }

    /** What is written is no deeper than what is read. */
    StreamWriteConstraints ofWrittenJson() {
        return StreamWriteConstraints.builder().maxNestingDepth(nesting).build();
    }

    /** The same for Jackson. */
    StreamReadConstraints ofJson() {
        return StreamReadConstraints.builder()
                .maxNestingDepth(nesting)
                .maxStringLength(textLength)
                .maxNumberLength(NUMBER_LENGTH)
                .maxNameLength(NAME_LENGTH)
                .build();
    }
}
