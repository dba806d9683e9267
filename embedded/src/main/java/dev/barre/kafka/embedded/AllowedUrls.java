package dev.barre.kafka.embedded;

import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The system property by which Kafka allows URLs of OAuth endpoints (CVE-2025-27817). Shared by the whole JVM, hence the lock. */
final class AllowedUrls {
    private static final String PROPERTY = "org.apache.kafka.sasl.oauthbearer.allowed.urls";

    private AllowedUrls() {}

    static void add(URI... urls) {
        synchronized (AllowedUrls.class) {
            Set<String> all = current();
            Arrays.stream(urls).map(URI::toString).forEach(all::add);
            System.setProperty(PROPERTY, String.join(",", all));
        }
    }

    static void remove(URI... urls) {
        synchronized (AllowedUrls.class) {
            Set<String> all = current();
            List<String> gone = Arrays.stream(urls).map(URI::toString).toList();
            all.removeAll(gone);
            System.setProperty(PROPERTY, String.join(",", all));
        }
    }

    private static Set<String> current() {
        return Arrays.stream(System.getProperty(PROPERTY, "").split(","))
                .map(String::strip)
                .filter(url -> !url.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
