package dev.barre.benchmarks;

/**
 * An arm, and the JVM it runs in.
 *
 * @param name in commands, and in {@code Case#arms}
 * @param module the folder below {@code benchmarks}, whose class path it has
 * @param mainClass of that module
 * @param text what the tables call it
 * @param configuration how it is configured, and who recommends that
 */
record ArmInfo(String name, String module, String mainClass, String text, String configuration) {
    /** Whether it is one of ours. */
    boolean isOurs() {
        return name.startsWith("barre-");
    }
}
