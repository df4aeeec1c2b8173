package io.spillway.operate;

import io.spillway.access.KeyFlow;
import io.spillway.operate.adapter.elastic.ElasticAccess;
import io.spillway.operate.adapter.kafka.KafkaAccess;
import io.spillway.operate.adapter.kafka.TeamClientFile;
import io.spillway.operate.adapter.keys.KeyAccess;
import io.spillway.operate.adapter.mysql.GrantSetup;
import io.spillway.operate.adapter.mysql.MysqlAccess;
import io.spillway.operate.adapter.redis.RedisAccess;
import io.spillway.operate.core.access.WantedRights;
import io.spillway.operate.port.AccessPlane;
import io.spillway.stack.adapter.rights.AccessFiles;
import io.spillway.stack.adapter.server.ElasticAccounts;
import io.spillway.stack.adapter.server.KafkaSuperUsers;
import io.spillway.stack.adapter.tls.SecureHome;
import io.spillway.stack.core.Backends;
import io.spillway.stack.core.Credentials;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.Server;
import io.spillway.stack.core.StackAccess;
import io.spillway.stack.core.StackAccount;
import io.spillway.stack.core.rights.AccessFile;
import io.spillway.stack.core.rights.Plane;
import io.spillway.stack.core.rights.Right;
import io.spillway.stack.core.rights.RightsDiff;
import io.spillway.stack.port.Progress;
import io.spillway.verify.adapter.config.BackendConfigs;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The rights of a deployment: what its file asks for, on the servers that decide. */
public final class AccessWiring {
  private final Backends backends;
  private final Path home;
  private final AccessFile file;

  private AccessWiring(Backends backends, Path home, AccessFile file) {
    this.backends = backends;
    this.home = home;
    this.file = file;
  }

  /**
   * The rights that the file of a home asks for.
   *
   * @throws OperationException naming each line that asks for what there is not
   */
  public static AccessFile file(Path home) {
    AccessFile file = AccessFiles.of(home);
    WantedRights.check(file);
    return file;
  }

  /**
   * A deployment.
   *
   * @param home whose file of rights says what shall be, and where passwords are kept
   * @throws OperationException when its servers have no accounts
   */
  public static AccessWiring of(Backends backends, Path home) {
    if (backends.access().isEmpty()) {
      throw new OperationException(
          "the servers have no accounts, so everybody may do everything: make a stack with"
              + " './spillway up --secure'");
    }
    return new AccessWiring(backends, home, file(home));
  }

  /** The rights on all planes, or on one. */
  public AccessFlow flow(Optional<Plane> plane, Progress progress) {
    Set<Right> wanted = WantedRights.of(file, backends.shards());
    Predicate<Plane> asked = each -> plane.isEmpty() || plane.get() == each;
    List<AccessPlane> planes =
        Arrays.stream(Plane.values()).filter(asked).map(each -> plane(each, wanted)).toList();
    return new AccessFlow(
        planes,
        wanted.stream().filter(right -> asked.test(right.plane())).collect(Collectors.toSet()),
        progress);
  }

  /** Where the client of a team is described, which {@link AccessFlow#apply} makes. */
  public Path clientFile(String team) {
    return teams().file(team);
  }

  /** The names of teams that have rights in Kafka. */
  public List<String> teamsInKafka() {
    return file.teams().stream().filter(team -> !file.rights(team, Plane.KAFKA).isEmpty()).toList();
  }

  /**
   * Gives the services what they need before they start, and takes away what their accounts have in
   * Kafka besides. Teams wait for a decision. Safe to repeat.
   */
  void ensureServicesInKafka() throws InterruptedException {
    Set<Right> wanted =
        file.rightsOfServices().stream()
            .filter(right -> right.plane() == Plane.KAFKA)
            .collect(Collectors.toSet());
    Set<String> services =
        Arrays.stream(StackAccount.values()).map(StackAccount::user).collect(Collectors.toSet());
    KafkaAccess kafka = kafka();
    kafka.apply(
        RightsDiff.between(wanted, kafka.actual())
            .only(
                right ->
                    services.contains(right.principal())
                        && !right.isOfAll()
                        && !right.action().equals(Right.LOG_IN)),
        wanted);
  }

  /** Gives the services their rights on the tables, which must be there. Safe to repeat. */
  void ensureServicesInMysql() {
    GrantSetup.ensure(backends, file.rightsOfServices());
  }

  private AccessPlane plane(Plane plane, Set<Right> wanted) {
    return switch (plane) {
      case HTTP ->
          new KeyAccess(
              () -> KeyWiring.run(backends, "spillway access", KeyFlow::list),
              wanted,
              Clock.systemUTC());
      case KAFKA -> kafka();
      case MYSQL -> new MysqlAccess(backends, mysqlAdmin(), this::account);
      case REDIS -> new RedisAccess(BackendConfigs.redis(backends), this::account);
      case ELASTICSEARCH ->
          new ElasticAccess(
              BackendConfigs.elastic(backends),
              isOwn() ? ElasticAccounts.of(home) : Optional.empty(),
              wanted.stream()
                  .filter(right -> right.plane() == plane)
                  .map(Right::principal)
                  .collect(Collectors.toSet()));
    };
  }

  private KafkaAccess kafka() {
    return new KafkaAccess(
        BackendConfigs.kafka(backends),
        this::account,
        // Brokers elsewhere cannot be asked: there it is as the file says.
        isOwn() ? KafkaSuperUsers.of(home) : superUsersInFile());
  }

  private List<String> superUsersInFile() {
    return file.rights().stream()
        .filter(right -> right.plane() == Plane.KAFKA && right.isOfAll())
        .map(Right::principal)
        .toList();
  }

  private Optional<Credentials> account(String principal, Plane plane) {
    if (file.teams().contains(principal)) {
      return teams().account(principal, plane);
    }
    return plane
        .server()
        .flatMap(
            server ->
                StackAccount.of(principal)
                    .filter(each -> each.isOn(server))
                    .flatMap(each -> known(each, server)));
  }

  /**
   * Where the admin's account is not known, that of commands must be able to do what the admin
   * does.
   */
  private Credentials mysqlAdmin() {
    return known(StackAccount.ADMIN, Server.MYSQL)
        .orElseGet(() -> new Credentials(backends.user(), backends.password()));
  }

  /** An account whose settings are in the directory of the commands'. */
  private Optional<Credentials> known(StackAccount account, Server server) {
    return backends
        .access()
        .map(StackAccess::settings)
        .filter(settings -> !settings.toString().isEmpty())
        .flatMap(settings -> new SecureHome(settings, settings).find(account, server));
  }

  private TeamClientFile teams() {
    return new TeamClientFile(home.resolve("teams"), backends);
  }

  /** Whether the servers are this home's, so that it has their accounts. */
  private boolean isOwn() {
    return backends
        .access()
        .map(StackAccess::settings)
        .filter(SecureHome.of(home).accounts()::equals)
        .isPresent();
  }
}
