package io.spillway.stack.adapter.server;

import io.spillway.stack.adapter.fetch.CacheDirectory;
import io.spillway.stack.core.BasePorts;
import io.spillway.stack.core.Lifetime;
import io.spillway.stack.core.Server;
import io.spillway.stack.port.Stack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a stack shall be. Immutable; every component is checked on construction.
 *
 * @param home where data, logs and state live; survives {@link Stack#stop()}
 * @param cache where downloads live; shared by all stacks of a user
 * @param servers which kinds to run
 * @param brokers 1 or 3 Kafka brokers
 * @param mysqlServers MySQL servers, 1..16
 * @param shardsPerServer schemas on each of them, 1..64
 * @param ports preferred ports, ignored when {@code randomPorts}
 * @param randomPorts take free ports anywhere, so that stacks run side by side
 * @param detached the servers outlive this JVM; otherwise they are stopped with it
 * @param quickStart halves the processor time a start of Kafka and Elasticsearch takes, and lowers
 *     what they can do later: for short lives, not for measurements
 * @param secure every connection is encrypted, and every client has an account; see {@link
 *     io.spillway.stack.adapter.tls.SecureHome}
 * @param startLimit how long one server may take to become healthy
 */
public record StackSpec(
    Path home,
    Path cache,
    Set<Server> servers,
    int brokers,
    int mysqlServers,
    int shardsPerServer,
    BasePorts ports,
    boolean randomPorts,
    boolean detached,
    boolean quickStart,
    boolean secure,
    Duration startLimit) {
  /**
   * The system property that makes quick starts the default, and keeps start caches as they are.
   */
  static final String QUICK_START = "spillway.quick-start";

  /** Normalises the paths and refuses what no stack can be. */
  public StackSpec {
    home = home.toAbsolutePath().normalize();
    cache = cache.toAbsolutePath().normalize();
    if (servers.isEmpty()) {
      throw new IllegalArgumentException("servers must name at least one server");
    }
    servers = Set.copyOf(servers);
    if (brokers != 1 && brokers != 3) {
      throw new IllegalArgumentException("brokers must be 1 or 3, got " + brokers);
    }
    requireRange("mysqlServers", mysqlServers, 1, 16);
    requireRange("shardsPerServer", shardsPerServer, 1, 64);
    if (startLimit.isNegative() || startLimit.isZero()) {
      throw new IllegalArgumentException("startLimit must be positive, got " + startLimit);
    }
  }

  /** All servers, one broker, two MySQL servers with two shards each, preferred ports. */
  public static Builder builder(Path home) {
    return new Builder(home);
  }

  /** The cache directory the environment asks for; see {@link CacheDirectory}. */
  public static Path defaultCache() {
    return CacheDirectory.chosenBy(System.getenv(), System.getProperty("user.home"));
  }

  public boolean runs(Server server) {
    return servers.contains(server);
  }

  /** Options for the servers that are JVMs. */
  public List<String> jvmOptions() {
    // The optimising compiler takes half of a start and pays it back only later.
    return quickStart ? List.of(Lifetime.FIRST_COMPILER_ONLY) : List.of();
  }

  /** On all servers together. */
  public int shards() {
    return mysqlServers * shardsPerServer;
  }

  private static void requireRange(String key, int value, int lowest, int highest) {
    if (value < lowest || value > highest) {
      throw new IllegalArgumentException(
          key + " must lie in " + lowest + ".." + highest + ", got " + value);
    }
  }

  /** Collects a spec; not thread-safe. */
  public static final class Builder {
    private final Path home;
    private Path cache = defaultCache();
    private Set<Server> servers = EnumSet.allOf(Server.class);
    private int brokers = 1;
    private int mysqlServers = 2;
    private int shardsPerServer = 2;
    private BasePorts ports = BasePorts.DEFAULT;
    private boolean randomPorts;
    private boolean detached;
    private boolean quickStart = Boolean.getBoolean(QUICK_START);
    private boolean secure;
    private Duration startLimit = Duration.ofMinutes(3);

    private Builder(Path home) {
      this.home = home;
    }

    public Builder cache(Path directory) {
      this.cache = directory;
      return this;
    }

    public Builder servers(Set<Server> kinds) {
      this.servers = kinds;
      return this;
    }

    public Builder brokers(int count) {
      this.brokers = count;
      return this;
    }

    public Builder mysqlServers(int count) {
      this.mysqlServers = count;
      return this;
    }

    public Builder shardsPerServer(int count) {
      this.shardsPerServer = count;
      return this;
    }

    public Builder ports(BasePorts preferred) {
      this.ports = preferred;
      return this;
    }

    public Builder randomPorts(boolean random) {
      this.randomPorts = random;
      return this;
    }

    public Builder detached(boolean outlivesJvm) {
      this.detached = outlivesJvm;
      return this;
    }

    public Builder quickStart(boolean quick) {
      this.quickStart = quick;
      return this;
    }

    public Builder secure(boolean withAccounts) {
      this.secure = withAccounts;
      return this;
    }

    public Builder startLimit(Duration limit) {
      this.startLimit = limit;
      return this;
    }

    public StackSpec build() {
      return new StackSpec(
          home,
          cache,
          servers,
          brokers,
          mysqlServers,
          shardsPerServer,
          ports,
          randomPorts,
          detached,
          quickStart,
          secure,
          startLimit);
    }
  }
}
