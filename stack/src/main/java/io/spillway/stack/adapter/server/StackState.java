package io.spillway.stack.adapter.server;

import io.spillway.stack.adapter.os.ProcessRecord;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.Server;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What another JVM must know to see and stop a stack. Written anew after each change, so it is
 * right also if the starter dies half-way.
 *
 * @param ready every server has been healthy; false while a start is under way
 * @param processes by the servers' names
 */
public record StackState(
    StackSpec spec, PortPlan ports, boolean ready, Map<String, ProcessRecord> processes) {
  private static final String PORT = "port.";
  private static final String PROCESS = "process.";

  public StackState {
    processes = Map.copyOf(processes);
  }

  StackState withReady(boolean nowReady) {
    return new StackState(spec, ports, nowReady, processes);
  }

  StackState with(String server, ProcessRecord process) {
    Map<String, ProcessRecord> changed = new HashMap<>(processes);
    changed.put(server, process);
    return new StackState(spec, ports, ready, changed);
  }

  StackState without(String server) {
    Map<String, ProcessRecord> changed = new HashMap<>(processes);
    changed.remove(server);
    return new StackState(spec, ports, ready, changed);
  }

  public Optional<ProcessRecord> alive(String server) {
    return Optional.ofNullable(processes.get(server)).filter(ProcessRecord::isAlive);
  }

  public boolean anyAlive() {
    return processes.values().stream().anyMatch(ProcessRecord::isAlive);
  }

  void save(StackHome home) throws IOException {
    StringWriter text = new StringWriter();
    toProperties().store(text, "State of a running stack; deleted on stop");
    Path next = home.root().resolve("stack.properties.next");
    Files.writeString(next, text.toString());
    Files.move(next, home.state(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** The saved state of this home; empty if no stack has been left running there. */
  public static Optional<StackState> load(StackHome home) throws IOException {
    if (!Files.exists(home.state())) {
      return Optional.empty();
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(home.state())) {
      properties.load(reader);
      return Optional.of(of(properties, home.root()));
    } catch (IllegalArgumentException e) {
      throw new OperationException(home.state() + " is corrupt: " + e.getMessage(), e);
    }
  }

  Properties toProperties() {
    Properties properties = new Properties();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("cache", spec.cache());
    values.put(
        "servers", spec.servers().stream().map(Server::name).collect(Collectors.joining(",")));
    values.put("brokers", spec.brokers());
    values.put("mysqlServers", spec.mysqlServers());
    values.put("shardsPerServer", spec.shardsPerServer());
    values.put("randomPorts", spec.randomPorts());
    values.put("detached", spec.detached());
    values.put("quickStart", spec.quickStart());
    values.put("secure", spec.secure());
    values.put("startLimit", spec.startLimit());
    values.put("ready", ready);
    ports.byPurpose().forEach((purpose, port) -> values.put(PORT + purpose, port));
    processes.forEach(
        (server, process) ->
            values.put(
                PROCESS + server,
                process.pid() + " " + process.startTicks() + " " + process.bootId()));
    values.forEach((key, value) -> properties.setProperty(key, value.toString()));
    return properties;
  }

  /** Throws IllegalArgumentException where a value is missing or malformed. */
  static StackState of(Properties properties, Path home) {
    Set<Server> servers =
        Stream.of(value(properties, "servers").split(","))
            .map(Server::valueOf)
            .collect(Collectors.toSet());
    StackSpec spec =
        StackSpec.builder(home)
            .cache(Path.of(value(properties, "cache")))
            .servers(servers)
            .brokers(number(properties, "brokers"))
            .mysqlServers(number(properties, "mysqlServers"))
            .shardsPerServer(number(properties, "shardsPerServer"))
            .randomPorts(Boolean.parseBoolean(value(properties, "randomPorts")))
            .detached(Boolean.parseBoolean(value(properties, "detached")))
            .quickStart(Boolean.parseBoolean(value(properties, "quickStart")))
            // Not in a state that was left by a version before accounts.
            .secure(Boolean.parseBoolean(properties.getProperty("secure", "false")))
            .startLimit(Duration.parse(value(properties, "startLimit")))
            .build();
    return new StackState(
        spec,
        new PortPlan(prefixed(properties, PORT, Integer::valueOf)),
        Boolean.parseBoolean(value(properties, "ready")),
        prefixed(properties, PROCESS, StackState::processOf));
  }

  private static ProcessRecord processOf(String text) {
    String[] part = text.split(" ", 3);
    if (part.length != 3) {
      throw new IllegalArgumentException("malformed process " + text);
    }
    return new ProcessRecord(Long.parseLong(part[0]), Long.parseLong(part[1]), part[2]);
  }

  private static <T> Map<String, T> prefixed(
      Properties properties, String prefix, Function<String, T> parser) {
    return properties.stringPropertyNames().stream()
        .filter(key -> key.startsWith(prefix))
        .collect(
            Collectors.toMap(
                key -> key.substring(prefix.length()),
                key -> parser.apply(value(properties, key))));
  }

  private static int number(Properties properties, String key) {
    return Integer.parseInt(value(properties, key));
  }

  private static String value(Properties properties, String key) {
    String value = properties.getProperty(key);
    if (value == null) {
      throw new IllegalArgumentException("no value for " + key);
    }
    return value;
  }
}
