package dev.barre.kafka.security;

import java.security.MessageDigest;

/**
 * A password. Its text form is fixed, its comparison takes the same time whatever differs, and its hash says nothing about
 * it. Not serializable.
 */
public final class Secret {
    private final char[] value;

    private Secret(char[] value) {
        this.value = value;
    }

    /** The secret {@code value}, which may be empty. */
    public static Secret of(String value) {
        return new Secret(value.toCharArray());
    }

    /** The secret {@code value}, which is copied: the caller may wipe the array. */
    public static Secret of(char[] value) {
        return new Secret(value.clone());
    }

    /** The password itself. */
    public String reveal() {
        return new String(value);
    }

    /** Whether there is nothing in it. */
    public boolean isEmpty() {
        return value.length == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && MessageDigest.isEqual(bytes(), that.bytes());
    }

    /** The same for every secret. */
    @Override
    public int hashCode() {
        return Secret.class.getName().hashCode();
    }

    /** Returns {@code [hidden]}. */
    @Override
    public String toString() {
        return "[hidden]";
    }

    private byte[] bytes() {
        // UTF-16, because it tells lone surrogates apart, which UTF-8 would replace.
        byte[] bytes = new byte[value.length * Character.BYTES];
        for (int i = 0; i < value.length; i++) {
            bytes[2 * i] = (byte) (value[i] >> Byte.SIZE);
            bytes[2 * i + 1] = (byte) value[i];
        }
        return bytes;
    }
}
