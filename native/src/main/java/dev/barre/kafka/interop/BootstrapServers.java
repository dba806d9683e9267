package dev.barre.kafka.interop;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The brokers asked first.
 *
 * @param servers {@code host:port} each, in order, without repetitions
 * @param problems what is wrong, a sentence each; empty if the servers can be used
 */
public record BootstrapServers(List<String> servers, List<String> problems) {
    private static final String FIELD = "bootstrapServers (bootstrap.servers)";
    private static final int MAX_PORT = 65_535;

    /** A name, an IPv4 address, or an IPv6 address in brackets; then a port. */
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(?:[0-9a-zA-Z._-]+|\\[[0-9a-fA-F:.]+(?:%[0-9a-zA-Z._-]+)?])" + ":([0-9]{1,5})");

    public BootstrapServers {
        servers = List.copyOf(servers);
        problems = List.copyOf(problems);
    }

    /** Reads a list of servers, of which each entry may name several, separated by commas. */
    public static BootstrapServers parse(@Nullable List<@Nullable String> entries) {
        Set<String> servers = new LinkedHashSet<>();
        List<String> problems = new ArrayList<>();
        for (String entry : entries == null ? List.<String>of() : entries) {
            for (String server : entry == null ? new String[] {""} : entry.split(",", -1)) {
                problem(server.strip()).ifPresentOrElse(problems::add, () -> servers.add(server.strip()));
            }
        }
        if (servers.isEmpty() && problems.isEmpty()) {
            problems.add(FIELD + " must name at least one server, as host:port");
        }
        return new BootstrapServers(List.copyOf(servers), problems);
    }

    private static Optional<String> problem(String server) {
        if (server.isEmpty()) {
            return Optional.of(FIELD + " must not have a blank entry");
        }
        Matcher parts = HOST_AND_PORT.matcher(server);
        if (!parts.matches()) {
            return Optional.of(FIELD + " has \"" + Redaction.withoutUserInfo(server) + "\", which is not host:port");
        }
        int port = Integer.parseInt(parts.group(1));
        return port >= 1 && port <= MAX_PORT
                ? Optional.empty()
                : Optional.of(FIELD + " has \"" + server + "\", whose port is not between 1 and " + MAX_PORT);
    }
}
