package dev.barre.kafka.security;

/** See {@link Trust#jvmDefault()}. */
enum JvmTrust implements Trust {
    INSTANCE;

    @Override
    public String toString() {
        return "JVM default";
    }
}
